"""Letters whose charset is wrongly told, and what only looks like a quote."""

from odoo.tests import BaseCase, tagged

from ...tools.mail_charset import read_text
from ...tools.mail_incoming import IncomingMail
from ..contribution.mail_common import make_mail
from .mail_words import FOREIGN

HEADERS = (
    'De: "Val" <d@val.example>\nÀ: zoe@p.example\nEnvoyé: Jeudi 26 Novembre 2026 '
    "10:00:00\nObjet: Bacs\n\n"
)


def make_raw(body, encoding):
    head = f"Content-Type: text/plain\nContent-Transfer-Encoding: {encoding}\n\n"
    return IncomingMail(f"{head}{body}".encode())


@tagged("post_install", "-at_install", "plpdma")
class TestMailLetters(BaseCase):
    def test_valid_utf8_is_read_whatever_it_is_told_to_be(self):
        labels = ("us-ascii", "iso-8859-1", "windows-1252", "iso-8859-15", None, "x-?")
        for text in FOREIGN:
            for label in labels:
                with self.subTest(text=text, label=label):
                    self.assertEqual(read_text(text.encode(), label), text)
        self.assertEqual(read_text("\ufeffÀ côté".encode(), "latin1"), "À côté")
        for label in ("iso-8859-2", "iso-8859-9", "cp1250", "macintosh", "cp850"):
            with self.subTest(label=label):
                self.assertEqual(read_text("Été à côté".encode(), label), "Été à côté")

    def test_letters_and_marks_of_windows_that_make_valid_utf8(self):
        for text in (
            "MARCHÉ\xa0!",
            "LE TRI À L'ÉCOLE DE LA LIBERTÉ…",
            'Un "tri abîmé\xa0»',
            "Il est trié…\xa0",
            "DÉCHETS VERTS À LA DÉCHÈTERIE D'AŸ",
        ):
            with self.subTest(text=text):
                for label in ("iso-8859-1", "windows-1252"):
                    self.assertEqual(read_text(text.encode("cp1252"), label), text)
        self.assertEqual(read_text("d’école".encode("mac_roman"), "mac"), "d’école")
        self.assertEqual(read_text("联通".encode("gbk"), "gb2312"), "联通")
        self.assertEqual(read_text("Привет".encode("cp1251"), "cp1251"), "Привет")

    def test_a_bad_byte_spoils_no_other_letter(self):
        for content, label, text in (
            (b"D\xc3\xa9chets \xc3\xa9t\xc3", "utf-8", "Déchets étÃ"),
            (b"D\xc3\xa9chets \xc3\xa9t\xc3", "iso-8859-1", "Déchets étÃ"),
            (b"\xe9 \xe0 " + "é à".encode(), "utf-8", "é à é à"),
            ("Un été à Łódź\n".encode() + b"Zo\xe9", None, "Un été à Łódź\nZoé"),
            (
                "L’été à côté\n".encode() + b"Zo\xe9 \x80",
                "latin1",
                "L’été à côté\nZoé €",
            ),
            # A letter written in Windows' charset shows what its writer saw.
            ("On lit Ã© pour é, été, là".encode("cp1252"), "cp1252", None),
            ("MARCHÉ\xa0! Été".encode("cp1252"), "utf-8", "MARCHÉ\xa0! Été"),
        ):
            with self.subTest(content=content, label=label):
                text = text or content.decode("cp1252")
                self.assertEqual(read_text(content, label), text)

    def test_other_names_of_charsets(self):
        for label, codec in (
            ("x-mac-roman", "mac_roman"),
            ("x-macroman", "mac_roman"),
            ("x-mac-cyrillic", "mac_cyrillic"),
            ("x-cp1251", "cp1251"),
            ("win-1251", "cp1251"),
            ("windows1251", "cp1251"),
            ("dos-866", "cp866"),
            ("x-koi8-r", "koi8-r"),
        ):
            text = "été à côté" if codec == "mac_roman" else "Привет, мусор"
            with self.subTest(label=label):
                self.assertEqual(read_text(text.encode(codec), label), text)

    def test_what_is_not_in_base64_is_read_as_it_is(self):
        for body, text in (
            ("Bonjour, je ne suis pas en base64.\nÀ bientôt", None),
            ("Oui.", None),
            ("Monsieur,\nle bac est plein.", None),
            ("UmlleiBkZXMgYmFjcy4=", "Riez des bacs."),
            ("UmlleiBkZXMg\r\nYmFjcy4=!!", "Riez des bacs."),
            ("UmlleiBkZXMgYmFjcy4=\n____\nListe de diffusion", "Riez des bacs."),
        ):
            with self.subTest(body=body):
                words = make_raw(body, "base64").get_words()
                self.assertEqual(words.text, text or body)

    def test_what_webmails_put_above_what_is_answered(self):
        quoted = "Bonjour, que voulez-vous ?\n"
        signs = "".join(f"> {line}\n" for line in f"{HEADERS}{quoted}".split("\n"))
        for above in (
            f"----- Mail original -----\n{HEADERS}{quoted}",
            f"----- E-mail d’origine -----\n{HEADERS}{quoted}",
            f"{'=' * 40}\n\nMessage du : 26/11/2026 10:00\nDe : Val <d@val.example>\n"
            f"A : z@sfr.fr\nCopie à : \nSujet : Bacs\n\n{quoted}",
            f"> Message du 26/11/26 10:00\n{signs}",
            f"Message du 26/11/26 10:00\nDe : Val <d@val.example>\nA : z@p.example\n"
            f"Objet : Bacs\n\n{quoted}",
            f"-----Message d'origine-----\n\n> {quoted}",
            "De : Val\nEnvoyé le :vendredi 27 novembre 2026 10:00\nÀ : z@p.example\n"
            f"Objet :Bacs\n\n{quoted}",
        ):
            with self.subTest(above=above):
                words = make_mail(f"Oui.\n\n{above}", subject="Re: Bacs").get_words()
                self.assertEqual(words.text, "Oui.")
                self.assertIn("que voulez-vous", words.cut)

    def test_lines_of_applications(self):
        for line in (
            "Envoyé avec la messagerie sécurisée Proton Mail.",
            "Envoyé avec la messagerie sécurisée [Proton Mail](https://proton.me/).",
            "Envoyé avec Proton Mail pour iOS.",
            "Envoyé avec l'application mobile Spark",
            "Envoyé via La Poste Mail",
            "Sent with Proton Mail secure email.",
            "Sent via BlueMail",
            "Téléchargez BlueMail pour Android",
        ):
            with self.subTest(line=line):
                words = make_mail(f"Oui.\n\n{line}").get_words()
                self.assertEqual((words.text, words.cut), ("Oui.", line))
        for line in (
            "Envoyé avec mes photos du dépôt.",
            "Envoyé via la mairie, mon courrier est perdu.",
            "Envoyé par la poste, mon courrier s'est perdu.",
            "Envoyé par l'application, mon avis n'est jamais arrivé.",
            "Envoyé de mon balcon, d'où je vois chaque matin les sacs que les camions "
            "laissent derrière eux et que personne ne ramasse.",
        ):
            with self.subTest(line=line):
                words = make_mail(f"Oui.\n\n{line}").get_words()
                self.assertEqual(words.text, f"Oui.\n\n{line}")

    def test_honest_words_of_a_reply_are_kept(self):
        after = "venez samedi. Je suis venu, c'était fermé.\nJe demande des excuses."
        for text in (
            f"Mon histoire.\nLe 3 novembre à 14h30 le service m'a écrit :\n{after}",
            f"Mon histoire.\nLe 3 novembre 2026 à 14:30, le maire a écrit :\n{after}",
            f"Le 3/11/2026 à 14:30, Mme Roux nous a écrit :\n{after}",
            f"Le 3 mai, contact@val.example m’a écrit :\n{after}",
            f"Am 3.11.2026 um 14:30 schrieb mir das Amt:\n{after}",
            "Trajet.\nDe : la gare\nÀ : la déchèterie\nDate : le 12 mai\n"
            "Objet : déposer un vélo\nVoilà.",
            "De : ma rue\nÀ : la place\nObjet : les bacs\nVoilà.",
            "Mes chiffres :\n> 50 % des bacs cassés\n> 20 jours sans collecte\nVoilà.",
        ):
            for subject in ("Re: Bacs", "Bacs"):
                with self.subTest(text=text, subject=subject):
                    words = make_mail(text, subject=subject).get_words()
                    self.assertEqual((words.text, words.cut), (text, ""))

    def test_announcements_of_programmes_are_left_out(self):
        for announce in (
            "Le jeudi 26 novembre 2026 à 10:02:11 UTC+1, Val <d@val.example> a écrit :",
            "Le jeudi 26 novembre 2026 à 10:02:11 UTC+1, Syndicat du Val a écrit :",
            "Le 26/11/2026 à 10:02, Syndicat du Val a écrit :",
            "Le 26/11/26 10:02, « Val » a écrit :",
            "On Thu, Nov 26, 2026 at 10:02 AM, Val <d@val.example> wrote:",
        ):
            with self.subTest(announce=announce):
                body = f"Oui.\n\n{announce}\nBonjour,\nque voulez-vous ?"
                words = make_mail(body, subject="Re: Bacs").get_words()
                self.assertEqual(words.text, "Oui.")
                self.assertIn("que voulez-vous", words.cut)

    def test_a_letter_copied_into_a_message_keeps_its_head(self):
        text = "De : Zoé <z@p.example>\nÀ : la mairie\nObjet : bacs\n\nMadame,\nmerci."
        self.assertEqual(make_mail(text).get_words().text, text)

    def test_first_line_is_set_in_as_it_was(self):
        for body, subtype in (
            ("\n \n    retrait\n  moins\n\n", "plain"),
            ("<pre>    retrait\n  moins</pre>", "html"),
        ):
            with self.subTest(subtype=subtype):
                words = make_mail(body, subtype).get_words()
                self.assertEqual(words.text, "    retrait\n  moins")

    def test_text_nested_deep_is_read(self):
        raw = "".join(
            f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n'
            for n in range(100)
        )
        mail = IncomingMail(f"{raw}Content-Type: text/plain\n\nAu fond.".encode())
        self.assertEqual(mail.get_words().text, "Au fond.")

    def test_dashes_that_part_or_sign(self):
        for text in (
            "Premier point\n--\nDeuxième point important\n--\nTroisième",
            "Premier point\n\n--\n\nDeuxième point",
            "Premier point\n--\nDeuxième point important",
            "Premier point\n\n--\nDeuxième point important",
        ):
            with self.subTest(text=text):
                words = make_mail(text).get_words()
                self.assertEqual((words.text, words.cut), (text, ""))
        for signature in (
            "\n\n--\nJean\n06",
            "\n--\nJean Durand",
            "\n--\nles amis du tri\n06 00 00 00 00",
            "\n\n--\nAmis de la Terre du Val\nhttps://val.example",
            "\n-- \nun ami",
        ):
            with self.subTest(signature=signature):
                words = make_mail(f"Oui.{signature}").get_words()
                self.assertEqual(words.text, "Oui.")
                self.assertTrue(words.cut)
