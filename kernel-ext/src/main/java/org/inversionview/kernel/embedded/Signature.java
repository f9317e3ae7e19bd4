package org.inversionview.kernel.embedded;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.inversionview.kernel.UserMistake;
import org.jspecify.annotations.Nullable;

/** Signs messages with the key that a kernel shares with its front end. */
final class Signature {

    /** The scheme that every front end uses. */
    static final String USUAL = "hmac-sha256";

    private static final String PREFIX = "hmac-";

    private final String algorithm;
    private final @Nullable SecretKeySpec key;

    private Signature(String algorithm, @Nullable SecretKeySpec key) {
        this.algorithm = algorithm;
        this.key = key;
    }

    /**
     * Returns the signature of a scheme.
     *
     * @param key empty if messages are not signed
     * @throws UserMistake if this JVM does not know the scheme
     */
    static Signature of(String scheme, String key) {
        String algorithm = "Hmac" + scheme.replace(PREFIX, "").toUpperCase(java.util.Locale.ROOT);
        Signature signature = new Signature(
                algorithm, key.isEmpty() ? null : new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
        try {
            Mac.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new UserMistake("no signature scheme %s here: Jupyter's usual is %s".formatted(scheme, USUAL));
        }
        return signature;
    }

    /** Returns the signature of a message's parts, in hexadecimal digits; an empty text if messages are not signed. */
    String of(List<byte[]> parts) {
        if (key == null) {
            return "";
        }
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(key);
            parts.forEach(mac::update);
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("the scheme was there before, and takes any key", e);
        }
    }

    /** Tells whether parts are signed so, in a time that does not tell how nearly. */
    boolean fits(List<byte[]> parts, byte[] signature) {
        return MessageDigest.isEqual(of(parts).getBytes(StandardCharsets.US_ASCII), signature);
    }
}
