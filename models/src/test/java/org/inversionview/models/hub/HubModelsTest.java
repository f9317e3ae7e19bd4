package org.inversionview.models.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.inversionview.models.files.ProcessLock;
import org.inversionview.models.weights.WeightFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server on this machine that speaks the hub's protocol. */
@Timeout(60)
class HubModelsTest {

    private static final HubName NAME = HubName.of(FakeHub.REPOSITORY).orElseThrow();
    private static final byte[] WEIGHTS = new byte[3_000_000];
    private static final byte[] CONFIG = "{\"model_type\":\"gpt2\"}".getBytes(StandardCharsets.UTF_8);

    private final Path home;

    private FakeHub hub;
    private final Map<String, String> environment = new LinkedHashMap<>();

    HubModelsTest(@TempDir Path home) {
        this.home = home;
    }

    @BeforeEach
    void start() throws IOException {
        new Random(0).nextBytes(WEIGHTS);
        hub = new FakeHub(Map.of(
                "config.json",
                CONFIG,
                "model.safetensors",
                WEIGHTS,
                "pytorch_model.bin",
                new byte[2_000],
                "README.md",
                new byte[10]));
        environment.put("HF_ENDPOINT", hub.address() + "/");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private HubSettings settings() {
        return new HubSettings(environment, home);
    }

    private Path folder() throws IOException {
        return folder(HubModels.Listener.NONE);
    }

    private Path folder(HubModels.Listener listener) throws IOException {
        return new HubModels(settings(), Duration.ofSeconds(1)).folder(NAME, listener);
    }

    private Path own() {
        return settings().ownCache().resolve("models--tester--tiny-gpt2");
    }

    private Path snapshot() {
        return own().resolve("snapshots").resolve(FakeHub.COMMIT);
    }

    private List<String> requests(String of) {
        return hub.requests.stream().filter(request -> request.contains(of)).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "tokenizer.json vocab.json merges.txt tokenizer_config.json, vocab.txt",
        "vocab.txt spiece.model, rust_model.ot"
    })
    void the_tokenizer_comes_along(String fetched, String left) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>(Map.of("config.json", CONFIG, "model.safetensors", WEIGHTS));
        for (String name : (fetched + " " + left).split(" ")) {
            files.put(name, name.getBytes(StandardCharsets.UTF_8));
        }
        try (FakeHub other = new FakeHub(files)) {
            environment.put("HF_ENDPOINT", other.address());
            Path folder = folder();
            assertThat(folder).isDirectoryContaining("glob:**model.safetensors");
            for (String name : fetched.split(" ")) {
                assertThat(folder.resolve(name)).hasContent(name);
            }
            assertThat(folder.resolve(left)).doesNotExist();
        }
    }

    @Test
    void fetches_what_is_read_and_nothing_else() throws IOException {
        List<Long> heard = new ArrayList<>();
        Path folder = folder((file, done, of) -> {
            if (file.equals("model.safetensors")) {
                assertThat(of).isEqualTo(WEIGHTS.length);
                heard.add(done);
            }
        });

        assertThat(folder).isEqualTo(snapshot());
        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(folder.resolve("config.json")).hasBinaryContent(CONFIG);
        assertThat(heard).isSorted();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
        assertThat(requests("pytorch_model")).isEmpty();
    }

    @Test
    void asks_the_hub_once() throws IOException {
        folder();
        int asked = hub.requests.size();
        assertThat(folder()).isEqualTo(snapshot());
        environment.put("HF_HUB_OFFLINE", "1");
        assertThat(folder()).isEqualTo(snapshot());
        assertThat(hub.requests).hasSize(asked);
    }

    @Test
    void a_transfer_that_breaks_off_goes_on_where_it_was() throws IOException {
        hub.breaks = 3;
        hub.breakAfter = 700_000;
        assertThat(folder().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(requests("storage")).hasSize(4);
        assertThat(requests("storage").get(0)).contains(" - ");
        assertThat(requests("storage").get(3)).contains("bytes=").doesNotContain("bytes=0-");
    }

    @Test
    void what_was_fetched_is_kept_for_the_next_time() throws IOException {
        hub.stalls = true;
        assertThatThrownBy(this::folder)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("model.safetensors of tester/tiny-gpt2: nothing arrived for 1 s; ")
                .hasMessageContaining("of 3,000,000 bytes are kept, the next attempt goes on from there");
        assertThat(snapshot().resolve("model.safetensors")).doesNotExist();
        assertThat(snapshot().resolve("model.safetensors.part")).isNotEmptyFile();

        hub.stalls = false;
        assertThat(folder().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        List<String> asked = requests("storage");
        assertThat(asked.get(asked.size() - 1)).contains("bytes=");
    }

    @Test
    void a_server_without_ranges_is_read_from_the_start() throws IOException {
        hub.ranges = false;
        hub.breaks = 1;
        hub.breakAfter = 700_000;
        assertThat(folder().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    }

    @Test
    void wrong_bytes_are_thrown_away() throws IOException {
        hub.corrupt = true;
        assertThatThrownBy(this::folder)
                .hasMessageStartingWith(
                        "model.safetensors of tester/tiny-gpt2 is not what the hub promises (sha256 differs): it was thrown away");
        try (Stream<Path> files = Files.list(snapshot())) {
            assertThat(files).containsExactly(snapshot().resolve("config.json"));
        }
        hub.corrupt = false;
        assertThat(folder().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    }

    @Test
    void the_token_goes_to_the_hub_alone() throws IOException {
        environment.put("HF_TOKEN", "hf_secret");
        folder();
        assertThat(requests("hub ")).isNotEmpty().allMatch(request -> request.endsWith(" Bearer hf_secret"));
        assertThat(requests("storage ")).isNotEmpty().allMatch(request -> request.endsWith(" -"));
    }

    @Test
    void the_token_may_be_the_one_of_the_login() throws IOException {
        Path file = home.resolve(".cache/huggingface/token");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "hf_login\n");
        folder();
        assertThat(requests("hub ")).allMatch(request -> request.endsWith(" Bearer hf_login"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | refuses tester/tiny-gpt2 (HTTP 401): no such model, or one for which you must say who you are; set HF_TOKEN. Without a network: put its config.json",
                "403 | refuses tester/tiny-gpt2 (HTTP 403): no such model, or one for which you must say who you are",
                "404 | has no model tester/tiny-gpt2 (HTTP 404): write owner/name, or one of distilgpt2, gpt2, gpt2-large",
                "429 | asks for fewer requests (HTTP 429): try again later",
                "503 | answers with HTTP 503 for tester/tiny-gpt2: try again later"
            })
    void a_refusal_is_one_line(int status, String message) {
        hub.status = status;
        assertThatThrownBy(this::folder)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(hub.address() + " " + message);
    }

    @Test
    void a_refused_token_is_named() {
        environment.put("HF_TOKEN", "hf_secret");
        hub.status = 403;
        assertThatThrownBy(this::folder)
                .hasMessageContaining("one for which your HF_TOKEN has no right; ask for access on the model's page");
    }

    @Test
    void offline_says_which_files_go_where() {
        environment.put("HF_HUB_OFFLINE", "1");
        assertThatThrownBy(this::folder)
                .hasMessage("model tester/tiny-gpt2 is in no cache, and HF_HUB_OFFLINE forbids to fetch it; "
                        + "put its config.json and model.safetensors into a folder and load that with a task, or into "
                        + own().resolve("main"));
        assertThat(hub.requests).isEmpty();
    }

    @Test
    void without_download_the_caches_alone_are_looked_into() throws IOException {
        HubModels models = new HubModels(settings()).withoutDownload();
        assertThatThrownBy(() -> models.folder(NAME, HubModels.Listener.NONE))
                .hasMessageStartingWith(
                        "model tester/tiny-gpt2 is in no cache, and was not to be fetched; put its config.json");
        assertThat(hub.requests).isEmpty();
        Path fetched = folder();
        assertThat(models.folder(NAME, HubModels.Listener.NONE)).isEqualTo(fetched);
    }

    @Test
    void a_file_without_a_size_is_not_fetched() {
        hub.tellsSizes = false;
        assertThatThrownBy(this::folder)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "%s lists config.json of tester/tiny-gpt2 without its size, by which a download is checked: is it a hub?"
                                .formatted(hub.address()));
    }

    @Test
    void files_put_there_by_hand_are_found() throws IOException {
        Path main = Files.createDirectories(own().resolve("main"));
        Files.write(main.resolve("config.json"), CONFIG);
        Files.write(main.resolve("model.safetensors"), WEIGHTS);
        assertThat(folder()).isEqualTo(main);
        assertThat(hub.requests).isEmpty();
    }

    @Test
    void no_network_is_one_line() throws IOException {
        hub.close();
        assertThatThrownBy(this::folder)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("fetching from 127.0.0.1:")
                .hasMessageContaining("Without a network: put its config.json and model.safetensors into");
    }

    @Test
    void hugging_faces_cache_is_read_as_other_tools_fill_it() throws IOException {
        environment.put("HF_HOME", home.resolve("hf").toString());
        Path repository = home.resolve("hf/hub/models--openai-community--gpt2");
        Path blobs = Files.createDirectories(repository.resolve("blobs"));
        Files.write(blobs.resolve("aa"), CONFIG);
        Files.write(blobs.resolve("bb"), WEIGHTS);
        Path older = Files.createDirectories(repository.resolve("snapshots/1111"));
        Path main = Files.createDirectories(repository.resolve("snapshots/2222"));
        for (Path snapshot : List.of(older, main)) {
            Files.createSymbolicLink(snapshot.resolve("config.json"), blobs.resolve("aa"));
            Files.createSymbolicLink(snapshot.resolve("model.safetensors"), blobs.resolve("bb"));
        }
        Files.createDirectories(repository.resolve("refs"));
        Files.writeString(repository.resolve("refs/main"), "2222");

        HubModels models = new HubModels(settings());
        for (String name : List.of("gpt2", "openai-community/gpt2")) {
            assertThat(models.folder(HubName.of(name).orElseThrow(), HubModels.Listener.NONE))
                    .isEqualTo(main);
        }
        Files.delete(main.resolve("model.safetensors")); // only the older snapshot is whole
        assertThat(models.folder(HubName.of("gpt2").orElseThrow(), HubModels.Listener.NONE))
                .isEqualTo(older);
    }

    @Test
    void weights_may_be_in_several_files() throws IOException {
        hub.close();
        String index =
                "{\"weight_map\":{\"wte.weight\":\"model-00001-of-00002.safetensors\",\"wpe.weight\":\"model-00002-of-00002.safetensors\"}}";
        hub = new FakeHub(Map.of(
                "config.json",
                CONFIG,
                "model.safetensors.index.json",
                index.getBytes(StandardCharsets.UTF_8),
                "model-00001-of-00002.safetensors",
                WEIGHTS,
                "model-00002-of-00002.safetensors",
                new byte[5_000]));
        environment.put("HF_ENDPOINT", hub.address());
        Path folder = folder();
        assertThat(WeightFolder.files(folder))
                .containsExactly("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors")
                .allMatch(shard -> Files.exists(folder.resolve(shard)));

        Files.writeString(
                folder.resolve("model.safetensors.index.json"), "{\"weight_map\":{\"a\":\"../../pytorch_model.bin\"}}");
        assertThatThrownBy(() -> WeightFolder.files(folder))
                .hasMessageEndingWith("names the file '../../pytorch_model.bin': only safetensors beside it are read");
    }

    @Test
    void a_model_without_safetensors_is_refused() throws IOException {
        hub.close();
        hub = new FakeHub(Map.of("config.json", CONFIG, "pytorch_model.bin", WEIGHTS));
        environment.put("HF_ENDPOINT", hub.address());
        assertThatThrownBy(this::folder)
                .hasMessageStartingWith(
                        "tester/tiny-gpt2 has no model.safetensors, and other formats, which may run code, are not read");
        assertThat(requests("pytorch_model")).isEmpty();
    }

    @Test
    void an_interrupt_ends_it_and_keeps_what_is_there() {
        Thread tester = Thread.currentThread();
        hub.stalls = true;
        long start = System.nanoTime();
        assertThatThrownBy(() -> folder((file, done, of) -> {
                    if (file.equals("model.safetensors") && done > 0) {
                        tester.interrupt();
                    }
                }))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(snapshot().resolve("model.safetensors.part")).exists();
    }

    @Test
    void an_https_address_leads_to_https_alone() {
        hub.elsewhere = Optional.of("file:///etc/passwd");
        assertThatThrownBy(this::folder).hasMessageContaining("must not lead elsewhere than to https");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "` ` | leads to an empty address",
                "http://a b/ | leads to what is no address",
                "http:///model | leads to an address without a server",
                "http://me:secret@127.0.0.1:1/model?signature=secret | leads to http://127.0.0.1 with a user's name in the address: nothing is sent there",
            })
    void a_redirect_that_leads_nowhere_is_one_line(String location, String problem) {
        hub.elsewhere = Optional.of(location);
        assertThatThrownBy(this::folder)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(problem)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }

    @ParameterizedTest
    @CsvSource({"/api/models/tester/tiny-gpt2/revision", "/api/models/tester/tiny-gpt2/tree"})
    void an_answer_without_end_is_cut(String path) {
        hub.endless = Optional.of(path);
        assertThatThrownBy(this::folder)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(": the answer is longer than 10,000,000 bytes; is HF_ENDPOINT a hub?");
        assertThat(hub.taken.get()).isLessThan(30_000_000); // what was on the way included
    }

    @Test
    void a_file_longer_than_promised_is_cut_there() throws IOException {
        hub.endless = Optional.of("/model.safetensors");
        assertThatThrownBy(this::folder)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "model.safetensors of tester/tiny-gpt2 is longer than the 3,000,000 bytes that the hub promises: it was thrown away");
        assertThat(hub.taken.get()).isLessThan(30_000_000);
        try (Stream<Path> files = Files.list(snapshot())) {
            assertThat(files).containsExactly(snapshot().resolve("config.json"));
        }
    }

    @ParameterizedTest
    @CsvSource({"''", "garbage", "0123456789ABCDEF0123456789ABCDEF01234567", "null"})
    void a_file_without_a_hash_is_not_fetched(String hash) {
        hub.hash = Optional.of(hash);
        assertThatThrownBy(this::folder)
                .hasMessageContaining(
                        " lists config.json of tester/tiny-gpt2 without its hash, by which a download is checked: is it a hub?");
        assertThat(requests("resolve")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | /api/models/tester/tiny-gpt2/revision/main is a list: it must be an object; is HF_ENDPOINT a hub?",
                "<html> | /api/models/tester/tiny-gpt2/revision/main is not JSON (line 1, column 1); is HF_ENDPOINT a hub?",
                "{\"sha\":7} | /api/models/tester/tiny-gpt2/revision/main: sha is 7: it must be a text; is HF_ENDPOINT a hub?",
                "{\"sha\":\"../..\"} | ` answered for tester/tiny-gpt2 with something else than a model's description`",
                "{} | ` answered for tester/tiny-gpt2 with something else than a model's description`",
            })
    void an_answer_that_is_no_hub_s_is_one_line(String answer, String problem) {
        hub.description = Optional.of(answer);
        assertThatThrownBy(this::folder).hasMessageStartingWith(hub.address() + problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hf_sec\nret", "hf_sec ret", "hf_sec\u0000ret", "hf_secrét"})
    void what_is_no_token_is_not_shown(String token) throws IOException {
        environment.put("HF_TOKEN", token);
        assertThatThrownBy(this::folder)
                .hasMessageStartingWith("HF_TOKEN holds no token: ")
                .satisfies(e -> assertThat(e.toString()).doesNotContain("hf_sec"));
        environment.remove("HF_TOKEN");
        Path file = Files.writeString(home.resolve("token"), token + "\n");
        environment.put("HF_TOKEN_PATH", file.toString());
        assertThatThrownBy(this::folder)
                .hasMessageStartingWith(file + " holds no token: ")
                .satisfies(e -> assertThat(e.toString()).doesNotContain("hf_sec"));
        environment.put("HF_TOKEN_PATH", "/dev/zero");
        assertThatThrownBy(this::folder).hasMessageStartingWith("/dev/zero is no regular file");
        assertThat(hub.requests).isEmpty();
    }

    @Test
    void settings_do_not_show_their_secrets() {
        environment.put("HF_TOKEN", "hf_secret");
        assertThat(settings().toString()).doesNotContain("hf_secret");
        environment.put("HF_ENDPOINT", "https://me:hf_secret@hub.example");
        assertThatThrownBy(this::folder)
                .hasMessageStartingWith("HF_ENDPOINT must be an address without a user's name or password")
                .satisfies(e -> assertThat(e.toString()).doesNotContain("hf_secret"));
    }

    @Test
    void two_downloads_of_a_model_at_once_are_one() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Path>> found = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                found.add(threads.submit(() -> folder()));
            }
            for (Future<Path> each : found) {
                assertThat(each.get().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(requests("storage")).hasSize(1);
    }

    @Test
    void who_waits_for_another_s_download_sees_how_far_it_is() throws Exception {
        Files.createDirectories(snapshot());
        Files.write(snapshot().resolve("model.safetensors.part"), new byte[1_000]);
        List<Long> heard = new ArrayList<>();
        ProcessLock other =
                ProcessLock.take(own().resolve(".locks/model.safetensors.lock")).orElseThrow();
        folder((file, done, of) -> {
            if (heard.isEmpty() && file.equals("model.safetensors")) {
                heard.add(done);
                try {
                    Files.delete(snapshot().resolve("model.safetensors.part"));
                    other.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        assertThat(heard).containsExactly(1_000L);
        assertThat(snapshot().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "fa-IR", "th-TH-u-nu-thai", "hi-IN-u-nu-deva"})
    void right_files_are_right_whatever_the_digits(String locale) throws IOException {
        Locale usual = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(locale));
        try {
            assertThat(String.format(Locale.getDefault(), "%d", 7)).isNotEqualTo("7"); // the digits are others indeed
            hub.breaks = 1;
            hub.breakAfter = 700_000;
            assertThat(folder().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        } finally {
            Locale.setDefault(usual);
        }
    }

    @ParameterizedTest
    @CsvSource({"huggingface.co", "ftp://mirror", "https://"})
    void an_endpoint_that_is_no_address_is_one_line(String endpoint) {
        environment.put("HF_ENDPOINT", endpoint);
        assertThatThrownBy(this::folder)
                .hasMessageStartingWith("HF_ENDPOINT=" + endpoint.replaceFirst("/+$", "") + ": it must be an address");
    }

    @Test
    void folders_follow_the_environment() throws IOException {
        assertThat(settings().huggingFaceCache()).isEqualTo(home.resolve(".cache/huggingface/hub"));
        assertThat(settings().ownCache()).isEqualTo(home.resolve(".cache/inversionview/hub"));
        environment.clear();
        assertThat(settings().endpoint()).hasToString("https://huggingface.co");
        environment.putAll(Map.of("XDG_CACHE_HOME", "/x", "HF_HUB_CACHE", "/h", "INVERSIONVIEW_CACHE", "/i"));
        assertThat(settings().huggingFaceCache()).isEqualTo(Path.of("/h"));
        assertThat(settings().ownCache()).isEqualTo(Path.of("/i/hub"));
        assertThat(HubName.of("../etc")).isEmpty();
        assertThat(HubName.of("some folder/x")).isEmpty();
        assertThat(HubName.of("nonsense")).isEmpty();
    }
}
