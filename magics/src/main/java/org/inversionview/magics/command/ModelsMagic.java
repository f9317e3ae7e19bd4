package org.inversionview.magics.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.inversionview.magics.result.ModelList;
import org.inversionview.magics.session.Session;
import org.inversionview.models.weights.ModelCard;
import org.inversionview.models.zoo.Zoo;
import picocli.CommandLine.Command;

@Command(name = "models", description = "Lists the models that are shipped, with their measured quality.")
final class ModelsMagic extends MagicCommand<ModelList> {

    @Override
    ModelList run(Session session) throws IOException {
        List<ModelCard> cards = new ArrayList<>();
        for (String name : Zoo.names()) {
            cards.add(Zoo.card(name));
        }
        return new ModelList(cards);
    }

    @Override
    boolean isLogged() {
        return false;
    }

    @Override
    Class<ModelList> resultType() {
        return ModelList.class;
    }

    @Override
    List<String> examples() {
        return List.of("%models");
    }
}
