import {registry} from "@web/core/registry";

const TEXT = "Un broyeur partagé entre voisins.";

function countDrafts() {
    const keys = Object.keys(window.sessionStorage);
    return keys.filter((key) => key.startsWith("plpdma-draft:")).length;
}

registry.category("web_tour.tours").add("plpdma_portal_draft", {
    steps: () => [
        {trigger: "textarea[name=verbatim]", run: `edit ${TEXT}`},
        {
            content: "what was typed is kept",
            trigger: "input[name=name_consent]",
            run() {
                if (countDrafts() !== 1) {
                    throw new Error("Nothing was kept");
                }
                window.location.reload();
            },
            expectUnloadPage: true,
        },
        {trigger: `textarea[name=verbatim]:value(${TEXT})`},
        {
            trigger: "form.o_plpdma_contribute button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "nothing is kept of what has arrived",
            trigger: ".o_plpdma_portal .alert-success",
            run() {
                if (countDrafts()) {
                    throw new Error("Something is still kept");
                }
            },
        },
    ],
});
