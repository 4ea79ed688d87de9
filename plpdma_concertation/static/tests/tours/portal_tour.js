import {addTour} from "./tour_steps";

/** Follow a link, or send a form: another page comes. */
function leave(content, trigger) {
    return {content, trigger, run: "click", expectUnloadPage: true};
}

addTour("plpdma_portal_arbitrate", {
    steps: () => [
        leave(
            "first click: the response that awaits",
            ".o_plpdma_portal a[href*='#arbitration']"
        ),
        {
            content: "the author's words are above the decision",
            trigger: "blockquote:contains(composteur)",
        },
        {
            content: "a note, which is optional",
            trigger: "textarea[name=note]",
            run: "edit Avec le bailleur.",
        },
        leave("second click", "form[action$='/validate'] button[type=submit]"),
        {
            content: "back home, which says what was done",
            trigger: ".alert-success[role=status]:contains(REP/)",
        },
        {
            content: "nothing awaits any more",
            trigger: ".o_plpdma_portal:not(:has(a[href*='#arbitration']))",
        },
    ],
});

addTour("plpdma_portal_facilitate", {
    steps: () => [
        leave(
            "the session that they run",
            ".o_plpdma_portal a[href*='/sessions/']:contains(Atelier compostage)"
        ),
        leave("complete the minutes", "a[href$='/minutes']"),
        {
            content: "the text that stands there is shown",
            trigger: ".o_plpdma_portal:contains(préparation)",
        },
        {
            trigger: "textarea[name=text]",
            run: "edit Trois tables, vingt personnes.",
        },
        leave("save", "form[action$='/minutes'] button[type=submit]"),
        {
            content: "saved, after what stood there",
            trigger: "#minutes:contains(préparation):contains(Trois tables)",
        },
        leave("note what is said", "a[href$='/note']"),
        {
            trigger: "textarea[name=verbatim]",
            run: "edit Un bac fermé près du marché.",
        },
        {
            trigger: "select[name=participation_id]",
            run: "selectByLabel Bailleur",
        },
        {
            trigger: "select[name=kind]",
            run: "select proposal",
        },
        leave("keep it", "form[action$='/note'] button[type=submit]"),
        {
            content: "it stands in the session, with its author's organisation",
            trigger: "#contributions li:contains(Un bac fermé):contains(Bailleur)",
        },
    ],
});

addTour("plpdma_portal_participate", {
    steps: () => [
        leave(
            "their contribution",
            ".o_plpdma_portal a[href*='/contributions/']:contains(Bacs)"
        ),
        {
            content: "the reasons of the answer",
            trigger: "article:contains(La loi ne le permet pas)",
        },
        leave("the whole response", "article a[href*='/responses/']"),
        {
            content: "nobody but an élu decides",
            trigger: ".o_plpdma_portal:not(:has(form)):contains(REP/)",
        },
    ],
});
