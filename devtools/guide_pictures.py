"""The pictures of the user's guide: who looks at which page, and what they click."""

from dataclasses import dataclass

DESK = (1366, 768)
PHONE = (390, 844)


@dataclass(frozen=True)
class Picture:
    """A page as somebody sees it.

    `path`: where they go; `{name}` stands for the id of a record of the demonstration.
    `actions`: what they do there, in order: a CSS selector to click, `=Words` to click
    what begins with them, or `↓selector` to scroll to it. Nothing that they do may be
    kept: all see the same data.
    """

    name: str
    login: str
    path: str
    actions: tuple[str, ...] = ()
    size: tuple[int, int] = DESK


ACTION = "/odoo/action-plpdma_concertation."
HOME = "/odoo?menu_id={menu_plpdma_root}"
PROGRAM = "/odoo/plpdma-programmes/{program_demo}"
SESSION = "/odoo/plpdma-sessions/"
CONTRIBUTIONS = f"{ACTION}action_plpdma_contribution"
CONTRIBUTION = f"{CONTRIBUTIONS}/"
RESPONSE = f"{ACTION}action_plpdma_response/"
CAMPAIGN = f"{ACTION}action_plpdma_campaign/"
CHECK = ".o_list_record_selector input"
GEAR = ".o_cp_action_menus button"
MANDATE = f"{ACTION}action_server_mandate_home"
PORTAL = "/my/concertation"
PICTURES = (
    # The agent
    Picture("agent-accueil", "agent", HOME),
    Picture("agent-temps", "agent", SESSION + "{session_demo_reuse}"),
    Picture(
        "agent-presence",
        "agent",
        SESSION + "{session_demo_reuse}",
        ("↓.o_notebook_headers",),
    ),
    Picture(
        "agent-saisie",
        "agent",
        SESSION + "{session_demo_retailer_b}",
        ("a[name='contributions']", "↓.o_notebook_headers"),
    ),
    Picture(
        "agent-a-lire",
        "agent",
        PROGRAM,
        ("=Plus", ".oe_stat_button:has([name='pending_count'])"),
    ),
    Picture(
        "agent-contribution",
        "agent",
        CONTRIBUTION + "{contribution_demo_web_box_neighbour}",
    ),
    Picture(
        "agent-decouper",
        "agent",
        CONTRIBUTION + "{contribution_demo_letter}",
        ("=Découper",),
    ),
    Picture(
        "agent-campagne",
        "agent",
        CAMPAIGN + "{campaign_demo_mobile}",
        ("↓.o_notebook_headers",),
    ),
    Picture("agent-reponse", "agent", RESPONSE + "{response_demo_shredder_saturday}"),
    Picture(
        "agent-proches",
        "agent",
        RESPONSE + "{response_demo_shredder_saturday}",
        ("=Réponses proches",),
    ),
    Picture(
        "agent-envoi",
        "agent",
        RESPONSE + "{response_demo_school_pilot}",
        ("=Envoyer aux auteurs",),
    ),
    Picture(
        "agent-a-poster",
        "agent",
        PROGRAM,
        (".oe_stat_button:has([name='to_post_count'])",),
    ),
    Picture("agent-qui-voir", "agent", f"{ACTION}action_plpdma_who_next"),
    Picture("agent-import", "agent", CONTRIBUTIONS, (GEAR, "=Importer")),
    Picture("agent-export", "agent", CONTRIBUTIONS, ("=Tableur",)),
    Picture("participante-telephone", "participante", PORTAL, size=PHONE),
    Picture(
        "participante-lettre",
        "participante",
        PORTAL + "/contributions/{contribution_demo_letter}",
        ("↓#plpdma_points",),
        size=PHONE,
    ),
    # The manager
    Picture("responsable-programme", "responsable", PROGRAM),
    Picture("responsable-mandats", "responsable", PROGRAM, ("a[name='mandates']",)),
    Picture(
        "responsable-valider", "responsable", RESPONSE + "{response_demo_full_cost}"
    ),
    Picture("registre-public", "", "/concertation/{program_demo}/register"),
    Picture(
        "responsable-tableau",
        "responsable",
        PROGRAM,
        (".oe_stat_button[name='action_dashboard']",),
    ),
    Picture("responsable-actions", "responsable", f"{ACTION}action_plpdma_measure"),
    Picture("changements-public", "", "/concertation/{program_demo}/changes"),
    Picture("responsable-charge", "responsable", f"{ACTION}action_plpdma_workload"),
    Picture(
        "responsable-attribuer",
        "responsable",
        CONTRIBUTIONS,
        (
            *(f".o_data_row:nth-child({row}) {CHECK}" for row in range(1, 13)),
            "=Actions",
            "=Attribuer à…",
            ".modal [name='way'] .o_radio_item:nth-child(3) input",
        ),
    ),
    # The élu
    Picture("elu-tableau", "elu", HOME),
    Picture("elu-mandat", "elu", MANDATE),
    Picture(
        "elu-decider",
        "elu",
        RESPONSE + "{response_demo_market_composter}",
        ("=Lire et décider",),
    ),
    Picture("elu-telephone", "conseiller", PORTAL, size=PHONE),
    # The facilitator
    Picture("animateur-temps", "animateur", SESSION + "{session_demo_reuse}"),
    Picture(
        "animateur-contribution",
        "animateur",
        SESSION + "{session_demo_reuse}",
        ("=Noter une contribution",),
    ),
)
