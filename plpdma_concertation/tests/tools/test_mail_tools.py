"""What is read of an e-mail, without a database."""

from datetime import datetime

from odoo.tests import BaseCase, tagged

from ...tools.mail_calendar import read_reply
from ...tools.mail_charset import read_header, read_text
from ...tools.mail_date import get_received_at
from ...tools.mail_incoming import IncomingMail
from ...tools.mail_machine import is_automatic
from ...tools.mail_tnef import NotTnefError, read_tnef, rtf_to_text
from ..contribution.mail_common import make_mail
from .mail_words import make_tnef

ITIP = """BEGIN:VCALENDAR
METHOD:REPLY
BEGIN:VTIMEZONE
TZID:Europe/Paris
DTSTART:19700101T000000
END:VTIMEZONE
BEGIN:VEVENT
UID:abc-1
DTSTART;TZID=Europe/Paris:20261112T100000
SEQUENCE:2
ATTENDEE;CN="Odette: L";PARTSTAT=DECLINED;
 X-NUM=1:mailto:Odette@p.example
END:VEVENT
END:VCALENDAR
"""


@tagged("post_install", "-at_install", "plpdma")
class TestMailTools(BaseCase):
    def test_charsets(self):
        for content, charset, text in (
            (b"\xe9t\xe9 \x80", "iso-8859-1", "été €"),
            (b"\xe9t\xe9 \x80", "us-ascii", "été €"),
            (b"\xe9t\xe9", "x-unknown", "été"),
            (b"D\x82chets", "x-unknown", "Déchets"),
            (b"\xe9t\xe9", None, "été"),
            (b"\xe9t\xe9", "utf-8", "été"),
            ("été 👍".encode(), "latin1", "été 👍"),
            ("œuf".encode(), "windows-1252", "œuf"),
            (b"MARCH\xc9\xa0!", "iso-8859-1", "MARCHÉ\xa0!"),
            (b"20 \x80 \x92", "iso-8859-15", "20 € ’"),
            (b"20 \xa4", "iso-8859-15", "20 €"),
            (b"a\0b\x0b", "utf-8", "ab"),
            (b"abc", "rot13", "abc"),
            (b"abc", "a\0b", "abc"),
            (b"\x81\xe9", "cp1252", "\x81é"),
            ("été".encode("utf-16"), "utf-16", "été"),
            (b"+AOk-", "utf-7", "é"),
        ):
            with self.subTest(content=content, charset=charset):
                self.assertEqual(read_text(content, charset), text)

    def test_headers(self):
        for value, text in (
            ("=?iso-8859-1?Q?Co=FBt_20_=80?=", "Coût 20 €"),
            ("=?x-unknown?Q?=E9t=E9?=", "été"),
            # A letter cut in two.
            ("=?utf-8?B?w6k=?= =?utf-8?Q?t=C3?=\n =?utf-8?Q?=A9?=", "été"),
            ("=?utf-8?B?w6l0w6k?=", "été"),
            ("\udce9t\udce9", "été"),
            ("\udcc3\udca9t", "ét"),
            ("Bonjour =?broken", "Bonjour =?broken"),
        ):
            with self.subTest(value=value):
                self.assertEqual(read_header(value), text)

    def test_words_and_what_is_left_out(self):
        outlook = "De : V <v@p.example>\nEnvoyé : 3 mai\nÀ : moi\nObjet : x\n\n"
        for body, subject, words, is_cut in (
            ("De : la rue\nÀ : la place\nDate : le 3\nC'est sale.", "x", None, False),
            ("> un\n> deux\nMerci", "x", None, False),
            ("Un :\n--\nIl faudrait des bacs dans toute la ville.", "x", None, False),
            ("Oui.\n\n--\nJean\n06", "x", "Oui.", True),
            ("Le 3 mai 2026, il a écrit :\nrien.", "x", None, False),
            ("Oui.\nLe 3/5/26 à 10:02, V a écrit :\n> a", "Re: x", "Oui.", True),
            ("> a\n\nOui.", "Re: x", "Oui.", True),
            # Nothing parts the answer from what it answers: both stay.
            (f"{outlook}Quoi ?\nOui.", "RE: x", "Quoi ?\nOui.", True),
            (f"Oui.\n\n{outlook}Quoi ?", "RE: x", "Oui.", True),
        ):
            with self.subTest(body=body):
                found = make_mail(body, subject=subject).get_words()
                self.assertEqual(found.text, words or body)
                self.assertEqual(bool(found.cut), is_cut)

    def test_html_is_read_as_it_is_seen(self):
        for body, words in (
            ("<p>a</p><p>b<br>c</p>", "a\n\nb\nc"),
            ("<div>a</div><div><br></div><div>b</div>", "a\n\nb"),
            ("<p class=MsoNormal>a</p><p class=MsoNormal>b</p>", "a\nb"),
            ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n  - b"),
            ("<ol start=3><li>a</li><li>b</li></ol>", "3. a\n4. b"),
            ("<b>gras</b> et <i>italique</i>", "gras et italique"),
            ("<p>a</p><p style='display:none'>b</p>", "a"),
            ("<img alt='😀'> ok", "😀 ok"),
            ("<pre>a  b\n c</pre>", "a  b\n c"),
            ("<div>" * 3000 + "fond" + "</div>" * 3000, "fond"),
            ("1 &lt; 2 &amp; 3", "1 < 2 & 3"),
        ):
            with self.subTest(body=body[:60]):
                self.assertEqual(make_mail(body, "html").get_words().text, words)

    def test_machines_and_persons(self):
        for subject, body, headers, is_machine in (
            ("Réponse automatique : x", "Reçu.", {}, True),
            ("Automatic reply: x", "", {}, True),
            ("Réponse automatique de la mairie, encore !", "Assez.", {}, False),
            ("Absence du bureau : congés", "Je suis absent jusqu'au 3.", {}, True),
            ("Absence du bureau de vote", "Je suis absent ce jour.", {}, False),
            ("Absent le 12 mars", "Je serai absent, mais je veux un bac.", {}, False),
            ("Congés : fermeture", "La déchèterie est fermée.", {}, False),
            ("Out of office", "", {}, True),
            ("Les bacs", "Oui.", {"X-Auto-Response-Suppress": "All"}, False),
            ("Re: x", "Je suis absente jusqu'au 3, je répondrai.", {}, False),
            ("Les bacs", "Oui.", {"Auto-Submitted": "auto-replied"}, True),
            ("Les bacs", "Oui.", {"Auto-Submitted": "no"}, False),
            ("Les bacs", "Oui.", {"Return-Path": "<>"}, True),
            ("Les bacs", "Oui.", {"Precedence": "bulk"}, True),
            ("Les bacs", "Oui.", {"Precedence": "list"}, False),
            ("Les bacs", "Oui.", {"List-Id": "<a.b>", "Precedence": "bulk"}, False),
        ):
            with self.subTest(subject=subject, body=body):
                told = is_automatic(lambda n, h=headers: h.get(n, ""), subject, body)
                self.assertEqual(told, is_machine)

    def test_reply_of_a_calendar(self):
        reply = read_reply(ITIP)
        self.assertEqual(reply.uid, "abc-1")
        self.assertEqual(reply.email, "odette@p.example")
        self.assertEqual(reply.state, "declined")
        self.assertEqual(reply.start, datetime(2026, 11, 12, 9))
        self.assertEqual(reply.sequence, 2)
        self.assertIsNone(read_reply(ITIP.replace("REPLY", "REQUEST")))

    def test_clock(self):
        now = datetime(2026, 11, 12, 12)
        for header, received in (
            ("Thu, 12 Nov 2026 12:30:00 +0100", datetime(2026, 11, 12, 11, 30)),
            ("Thu, 12 Nov 2026 12:30:00 +0000", now),
            ("Fri, 06 Nov 2026 12:00:00 +0000", now),
            ("Thu, 12 Nov 2099 10:30:00 +0000", now),
            ("Mon, 01 Jan 0001 00:00:00 +0000", now),
            ("hier", now),
            ("", now),
        ):
            with self.subTest(header=header):
                self.assertEqual(get_received_at(header, now), received)

    def test_winmail(self):
        found = read_tnef(make_tnef("L’été", [("a.pdf", b"%PDF")]))
        self.assertEqual(found["plain"], "L’été")
        self.assertEqual(found["files"], [("a.pdf", b"%PDF", "")])
        found = read_tnef(make_tnef("<p>Été</p>", is_html=True))
        self.assertEqual(found["html"], "<p>Été</p>")
        rtf = rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0 L\'e9t\u233 ? \'80\par fin}"
        self.assertEqual(rtf_to_text(rtf), "Lété €\nfin")

    def test_broken_winmail_is_told(self):
        content = make_tnef("L’été", [("a.pdf", b"%PDF")])
        for broken in (b"", b"other bytes", content[:3], content[:60]):
            with self.subTest(broken=broken), self.assertRaises(NotTnefError):
                read_tnef(broken)

    def test_broken_bytes_are_read(self):
        for raw in (
            b"",
            b"\0\0\0",
            b"From: \xff\xfe\nSubject: =?x?q?=?=\n\n\xff",
            b"Content-Type: multipart/mixed\n\nsans fin",
            b"Content-Type: ;;;=\nContent-Disposition: ;filename\n\nx",
            b'Content-Type: text/plain; charset*0="a"; charset*1=b\n\nx',
            b"Content-Transfer-Encoding: base64\n\n!!!!",
            b'To: <<>,;:@\nCc: "\n\nx',
        ):
            with self.subTest(raw=raw):
                mail = IncomingMail(raw)
                mail.get_words()
                mail.get_addresses("From", "To", "Cc")
                self.assertEqual(mail.raw, raw)
