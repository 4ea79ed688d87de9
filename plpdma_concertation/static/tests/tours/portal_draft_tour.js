import {addTour, until} from "./tour_steps";

const TEXT = "Un broyeur partagé entre voisins.";

function countDrafts() {
    const keys = Object.keys(window.sessionStorage);
    return keys.filter((key) => key.startsWith("plpdma-draft:")).length;
}

addTour("plpdma_portal_draft", {
    steps: () => [
        {trigger: "textarea[name=verbatim]", run: `edit ${TEXT}`},
        {
            content: "what is typed is kept, once the page listens",
            trigger: "textarea[name=verbatim]",
            run: ({anchor}) =>
                until(() => {
                    anchor.dispatchEvent(
                        new window.InputEvent("input", {bubbles: true})
                    );
                    return countDrafts() === 1;
                }),
        },
        {
            trigger: "input[name=name_consent]",
            run: () => window.location.reload(),
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
            run: () => until(() => !countDrafts()),
        },
    ],
});
