"""What a machine wrote, and what a person who is away still says."""

from odoo.tests import BaseCase, tagged

from ...tools.mail_machine import is_automatic

HINT = {"X-Auto-Response-Suppress": "All"}
# Subject and words of people: none may be taken for a machine's.
HONEST = (
    (
        "Congés",
        "Je suis en congés jusqu'au 5, et ne pourrai venir à la réunion du 3. Mon "
        "avis : il faut des bacs.",
    ),
    (
        "Absent",
        "Je serai absent à la réunion jusqu'au 12. Voici mon avis : non à la "
        "redevance.",
    ),
    (
        "Absence de bacs",
        "Je suis absent de mon logement du 3 au 10 décembre, en cas d'urgence pour mes "
        "bacs, contactez ma voisine. Je demande que la collecte passe le mardi.",
    ),
    (
        "Re: Votre avis",
        "Je suis absente en journée, vous pouvez me joindre le soir jusqu'au 20h. Mon "
        "souhait : un composteur au square, dès mon retour de congés du 1 au 5.",
    ),
    (
        "Message automatique",
        "Votre message automatique de rappel de collecte est une bonne idée.",
    ),
    ("Out of office", "I think the office should open on Saturday"),
    ("Vacances", "Pendant les vacances, la déchèterie ferme jusqu'au 31 août."),
    (
        "Absent jusqu'au 5",
        "Je suis absent jusqu'au 5. En cas d'urgence, appelez-moi. Les camions "
        "réveillent tout le quartier à quatre heures du matin.",
    ),
    (
        "Re: Votre avis",
        "Je suis actuellement en congés jusqu'au 5 ; merci de contacter ma voisine. "
        "Les sacs jaunes s'entassent devant notre immeuble depuis des semaines.",
    ),
    (
        "Réponse automatique aux usagers : une idée",
        "Mettez en place une réponse automatique par SMS.",
    ),
    ("Indisponible", "Le bac à verre est indisponible jusqu'au 3, dit-on."),
    ("Lu : votre programme", "J'ai lu votre programme, il manque le compostage."),
    ("Ausência de contentores", "Faltam contentores na minha rua"),
    ("Absent", "Je serai absent à la réunion du 12."),
    ("Re: x", "J'ai reçu un message automatique. Ne pas répondre aux gens est impoli."),
    ("Vacances", "Je suis en vacances jusqu'au 5, mais je voudrais un bac."),
    (
        "Congés",
        "Je suis en congés jusqu'au 15 août et la benne déborde depuis lundi.",
    ),
    ("Indisponible", "Je suis indisponible jusqu'au 12 pour la réunion."),
    ("Absent", "Je suis absent, mais d'accord pour le projet."),
    ("Message automatique", "Les messages automatiques arrivent trop tard."),
    (
        "Out of office",
        "I am out of the office until Monday but the bins overflow every week.",
    ),
    ("Absence", "Je suis absente du 3 au 8. Décalez-vous les encombrants ?"),
)
NOTICES = (
    (
        "Re: Accusé de réception",
        "Merci pour votre message. Actuellement en congé, je vous répondrai à mon "
        "retour le lundi 7 décembre.",
    ),
    (
        "[Absence] Re: Accusé de réception",
        "Bonjour, en congés jusqu'au 2/12, je prendrai connaissance de votre message à "
        "mon retour.",
    ),
    ("Absent(e) du bureau", "Je ne suis pas au bureau cette semaine. Cordialement"),
    (
        "Je suis absent jusqu'au lundi 30 novembre",
        "Bonjour, je vous répondrai à mon retour.",
    ),
    (
        "Indisponible",
        "Je suis actuellement en formation, je consulterai mes mails le 30. En cas "
        "d'urgence : 06",
    ),
    ("Réponse d'absence : Votre avis", "Je suis en vacances"),
    ("Absence du bureau Re: Votre avis", "Je suis en vacances"),
    ("Votre avis [Réponse automatique]", "Je suis en vacances"),
    ("Auto: receipt", "I'm on leave"),
    ("Accusé de lecture : Votre avis", "Votre message a été lu le 27/11/2026"),
    ("Lu : Votre avis", "Votre message\n À : Zoé\n Objet : x\n a été lu le 27/11."),
    ("Read: Your opinion", "Your message was read on Friday."),
    (
        "Re: Accusé de réception",
        "Bonjour,\nVotre message a bien été reçu. Ceci est un message automatique, "
        "merci de ne pas y répondre.",
    ),
    (
        "AW: Bestätigung",
        "Vielen Dank für Ihre Nachricht. Ich bin bis zum 3. Dezember nicht im Büro. In "
        "dringenden Fällen wenden Sie sich an den Empfang.",
    ),
    ("Αυτόματη απάντηση: x", "Λείπω"),
    ("Автоответ: x", "Я в отпуске"),
    ("自动回复: x", "休假"),
    ("رد تلقائي: x", "غائب"),
    ("自動応答: x", "不在です"),
    ("Automatikus válasz: x", "Szabadságon vagyok"),
    ("Autosvar: x", "Jeg er på ferie"),
    ("Réponse automatique : Votre avis", "Je suis absente jusqu'au 3 décembre."),
    (
        "Absence",
        "Bonjour,\nJe suis absent du bureau du 24 au 30 novembre inclus. En cas "
        "d'urgence, contactez Paul.",
    ),
    (
        "Congé maternité",
        "Bonjour, je suis en congé maternité jusqu'au 30 mars. Merci de contacter ma "
        "collègue Lise Roux, du service déchets.\n\nCordialement,\nZoé Martin",
    ),
    (
        "Re: Accusé de réception",
        "Bonjour,\n\nJe suis en congés jusqu'au 5 décembre 2026.\nPour toute urgence "
        "vous pouvez contacter l'accueil au 01 00 00 00 00.\n\nCordialement",
    ),
    ("Re: receipt", "I am currently out of the office with limited access to email, "
     "returning on Monday. For urgent matters please contact Bob."),
)  # fmt: skip


@tagged("post_install", "-at_install", "plpdma")
class TestMailMachines(BaseCase):
    def test_what_people_say_is_no_machines(self):
        for subject, text in HONEST:
            with self.subTest(subject=subject, text=text):
                self.assertFalse(is_automatic(lambda name: "", subject, text))
                # Outlook puts this hint on what people write too.
                self.assertFalse(
                    is_automatic(lambda name: HINT.get(name, ""), subject, text)
                )

    def test_notices_are_machines(self):
        for subject, text in NOTICES:
            with self.subTest(subject=subject, text=text):
                self.assertTrue(is_automatic(lambda name: "", subject, text))
