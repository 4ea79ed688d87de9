import {addLine, askQuestion, openTab, pickDate, writeFrame} from "./method_tour";
import {addTour, click, fill, isAt, see} from "./tour_steps";
import {IMPORT_MEMBERS} from "./story_sheets_tour";

/** The programme, its frame, its CCES and those who sit in it, from one sheet. */
addTour("plpdma_story_begin", {
    steps: () => [
        see(".o_view_nocontent_smiling_face", "nothing yet: the screen says to begin"),
        click(".o_control_panel button:contains(Nouveau)"),
        fill("name", "PLPDMA du récit"),
        ...writeFrame("Objectif", "objective", "Réduire nos déchets de 15 %."),
        ...writeFrame("Ce qui est négociable", "negotiable", "Les actions."),
        ...writeFrame("pas négociable", "non_negotiable", "Le budget voté."),
        ...writeFrame("Rôle des élus", "elected_role", "Ils écoutent, puis décident."),
        ...writeFrame("Modalités de suivi", "follow_up_terms", "Une réponse écrite."),
        click("button[name=action_open]:contains(Ouvrir le programme)"),
        isAt("Ouvert"),
        openTab("Instances"),
        addLine("body_ids"),
        {...fill("name", "CCES du récit"), trigger: ".modal [name=name] input"},
        click(".modal .nav-link:contains(Membres)"),
        see(".modal .alert:contains(pas encore d'acteurs)", "nobody to choose from"),
        click(".modal .alert button:contains(importer un tableau)"),
        ...IMPORT_MEMBERS,
        click(".breadcrumb a:contains(PLPDMA du récit)", "where one was"),
        openTab("Instances"),
        see(
            ".o_field_widget[name=body_ids] .o_data_row:contains(CCES du récit) [name=member_count]:contains(3)",
            "its members sit there"
        ),
    ],
});

/** A session of the CCES, its members invited. */
addTour("plpdma_story_invite", {
    steps: () => [
        click(".oe_stat_button:has([name=session_count])", "the sessions"),
        click(".o_list_view .o_control_panel button:contains(Nouveau)"),
        fill("name", "Première CCES"),
        ...pickDate("14/06/2040 18:00"),
        ...askQuestion("Où installer les composteurs ?"),
        openTab("Participants"),
        click("button[name=action_invite_body]", "the members of the body"),
        see(".o_field_widget[name=participation_ids] .o_data_row:contains(Jo EXEMPLE)"),
        click("button[name=action_open_plan]"),
        see(".modal [name=preview_subject]:contains(Invitation)", "as it is read"),
        click(".modal button[name=action_confirm]:contains(Planifier et inviter)"),
        isAt("Planifié"),
    ],
});

/** The next programme takes over from the first. */
addTour("plpdma_story_take_over", {
    steps: () => [
        click(".o_control_panel button:contains(Nouveau)"),
        fill("name", "PLPDMA suivant"),
        click("button[name=action_take_over]:contains(Reprendre d'un autre programme)"),
        see(".modal [name=source_id] input:value(PLPDMA du récit)", "the one before"),
        see(".modal .o_data_row:contains(CCES du récit)"),
        click(".modal footer button[name=action_take_over]"),
        see(".o_notification:contains(Instances (1))"),
        see(
            "body:not(:has(.modal)) .alert:contains(ouvrez le programme, puis invitez)"
        ),
        click("button[name=action_open]:contains(Ouvrir le programme)"),
        isAt("Ouvert"),
    ],
});
