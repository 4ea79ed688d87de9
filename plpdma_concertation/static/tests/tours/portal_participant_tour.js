import {addTour} from "./tour_steps";

/** Follow a link, or send a form: another page comes. */
function leave(content, trigger) {
    return {content, trigger, run: "click", expectUnloadPage: true};
}

addTour("plpdma_portal_reply_and_contribute", {
    steps: () => [
        leave(
            "the invitation that awaits a reply",
            ".o_plpdma_portal a[href$='#reply']:contains(Reply)"
        ),
        {
            content: "what one commits to is told",
            trigger: ".o_plpdma_portal:contains(Votre participation est consultative)",
        },
        leave("I will come", "#reply button[value=accepted]"),
        {
            content: "the reply is noted",
            trigger: "#reply:contains(you are coming)",
        },
        leave("contribute to the session", "#contributions a[href$='/contribute']"),
        {
            content: "for whom one speaks",
            trigger: "form.o_plpdma_contribute:contains(Ressourcerie)",
        },
        {trigger: "input[name=question_id]:not([value=''])", run: "click"},
        {
            trigger: "textarea[name=verbatim]",
            run: "edit Un broyeur partagé entre voisins.",
        },
        {trigger: "select[name=kind]", run: "select proposal"},
        {trigger: "input[name=name_consent]", run: "click"},
        leave("send it", "form.o_plpdma_contribute button[type=submit]"),
        {
            content: "its number, and where it stands",
            trigger: ".o_plpdma_portal:contains(The team reads it before)",
        },
        {
            content: "a word more",
            trigger: "textarea[name=text]",
            run: "edit Près de l'école.",
        },
        leave("send the word", "form[action$='/message'] button[type=submit]"),
        {
            content: "it stands below",
            trigger: "#added li:contains(Près de l'école)",
        },
        leave("back home", ".breadcrumb a[href='/my/concertation']"),
        {
            content: "nothing awaits a reply any more",
            trigger: ".o_plpdma_portal:not(:has(a[href$='#reply']))",
        },
        leave(
            "the answer to another contribution",
            "a[href*='/contributions/']:contains(Bacs)"
        ),
        {
            content: "its reasons",
            trigger: "article:contains(La loi ne le permet pas)",
        },
    ],
});
