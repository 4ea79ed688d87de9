import {addTour} from "./tour_steps";

addTour("plpdma_public", {
    steps: () => [
        {
            content: "the programme",
            trigger: "#wrap h2 a, #wrap li a, #wrap h1 ~ * a",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "what is open now",
            trigger: "#wrap a[href*='/contribute/']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "the words",
            trigger: "textarea[name=verbatim]",
            run: "edit Un composteur au pied du bâtiment C.",
        },
        {
            content: "a name",
            trigger: "input[name=contributor_name]",
            run: "edit Camille Essai",
        },
        {
            content: "send",
            trigger: "form:has(textarea[name=verbatim]) button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {content: "a code to keep", trigger: ".o_plpdma_code"},
        {
            content: "follow it",
            trigger: "#wrap a.btn-primary[href*='/follow/']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "my own words",
            trigger: "#wrap:contains(Un composteur au pied du bâtiment C.)",
        },
        {
            content: "back to the programme",
            trigger: ".breadcrumb a[href^='/concertation/']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "the register",
            trigger: "#wrap a[href$='/register']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "look for a word",
            trigger: "input[name=search]",
            run: "edit Parole 0",
        },
        {
            content: "search",
            trigger: "form:has(input[name=search]) button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "what was answered",
            trigger: "#wrap article:contains(Parole 0), #wrap li:contains(Parole 0)",
        },
    ],
});
