"""Messages as people and machines write them, made from their kinds with a seed."""

import base64
import random
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime
from html import escape

from .mail_words import (
    ABSENCES,
    ANNOUNCES,
    CHARSETS,
    FOREIGN,
    HONEST,
    NAMES,
    OUTLOOK,
    QUOTED,
    SENTENCES,
    TO,
    WEBMAILS,
    make_tnef,
)


@dataclass
class Sample:
    """A message, and what is to become of it."""

    kind: str
    raw: bytes
    # What its author said; None for what makes nothing.
    words: str | None
    name: str = ""
    email: str = ""
    # The words that an agent put above what they forward.
    note: str = ""
    files: list = field(default_factory=list)


class Samples:
    """Makes messages, the same for the same seed.

    :param datetime now: when they are sent
    :param str agent: address of whoever may bring along what citizens write
    """

    def __init__(self, seed, now, agent):
        self.random = random.Random(seed)
        self.now = now
        self.agent = agent
        self.number = 0
        self.kinds = (
            self.make_charset,
            self.make_charset,
            self.make_plain_reply,
            self.make_plain_reply,
            self.make_html_reply,
            self.make_html_reply,
            self.make_honest,
            self.make_list,
            self.make_absence,
            self.make_forward,
            self.make_brought,
            self.make_citizens_forward,
            self.make_tnef,
            self.make_broken,
            self.make_flowed,
            self.make_foreign,
            self.make_webmail,
        )

    def make(self, count):
        """:return: list of ``Sample``, each kind in its turn"""
        return [self.kinds[n % len(self.kinds)]() for n in range(count)]

    # ------------------------------------------------------------------
    # Parts
    # ------------------------------------------------------------------
    def get_text(self, low=1, high=4):
        picked = self.random.sample(SENTENCES, self.random.randint(low, high))
        return self.random.choice(("\n", "\n\n")).join(picked)

    def get_headers(self, subject="Les bacs", reply=False):
        self.number += 1
        name = self.random.choice(NAMES)
        email = f"citoyen{self.number}@p.example"
        headers = {
            "From": f"{name} <{email}>",
            "To": TO,
            "Subject": f"Re: {subject}" if reply else subject,
            "Date": format_datetime(self.now),
            "Message-Id": f"<echantillon-{self.number}@p.example>",
        }
        if reply:
            headers["In-Reply-To"] = "<inconnu@val.example>"
        return name, email, headers

    @staticmethod
    def build(headers, body, subtype="plain", **options):
        message = EmailMessage()
        for key, value in headers.items():
            message[key] = value
        message.set_content(body, subtype=subtype, **options)
        return message.as_bytes()

    @staticmethod
    def build_raw(headers, body, content_type):
        """A message whose text is in bytes, as old programmes send it."""
        message = EmailMessage()
        for key, value in headers.items():
            message[key] = value
        head = message.as_bytes().rstrip(b"\r\n").replace(b"\r\n", b"\n")
        lines = [head, b"MIME-Version: 1.0", f"Content-Type: {content_type}".encode()]
        return b"\n".join([*lines, b"Content-Transfer-Encoding: base64", b"", b""]) + (
            base64.encodebytes(body)
        )

    # ------------------------------------------------------------------
    # Kinds
    # ------------------------------------------------------------------
    def make_charset(self):
        label = self.random.choice(list(CHARSETS))
        codec, said = CHARSETS[label]
        text = self.get_text().replace("👍", "" if codec == "cp1252" else "👍").strip()
        text = "\n".join(line.rstrip() for line in text.split("\n"))
        name, email, headers = self.get_headers()
        kind = "text/plain" + (f"; charset={said}" if said else "")
        raw = self.build_raw(headers, text.encode(codec), kind)
        return Sample(f"charset: {label}", raw, text, name, email)

    def make_plain_reply(self):
        name, email, headers = self.get_headers(reply=True)
        quote = "".join(f"> {line}\n" for line in QUOTED.split("\n"))
        announce = self.random.choice(ANNOUNCES)
        first, second = self.get_text(1, 2), self.get_text(1, 2)
        shape = self.random.choice(("above", "below", "between", "outlook", "phone"))
        signature = self.random.choice(("", f"\n\n-- \n{name}\n06 00 00 00 00"))
        if shape == "above":
            body, words = f"{first}{signature}\n\n{announce}{quote}", first
        elif shape == "below":
            body, words = f"{announce}{quote}\n{first}{signature}\n", first
        elif shape == "between":
            body = f"{announce}{quote}\n{first}\n\n{quote}\n{second}{signature}\n"
            words = f"{first}\n\n{second}"
        elif shape == "outlook":
            body, words = f"{first}\n\n{OUTLOOK}{QUOTED}\n", first
        else:
            body = f"{first}\n\nEnvoyé de mon iPhone\n\n{announce}{quote}"
            words = first
        raw = self.build(headers, body, cte="base64")
        return Sample(f"reply in text: {shape}", raw, words, name, email)

    def make_html_reply(self):
        name, email, headers = self.get_headers(reply=True)
        first, second = self.get_text(1, 2), self.get_text(1, 2)
        divs = [
            "".join(f"<div>{escape(line) or '<br>'}</div>" for line in text.split("\n"))
            for text in (first, second)
        ]
        said = escape(QUOTED).replace("\n", "<br>")
        gmail = (
            '<div class="gmail_quote"><div class="gmail_attr">Le jeu. 12 nov. 2026 à '
            "10:02, Val &lt;dechets@val.example&gt; a écrit :<br></div>"
        )
        cite = f'<blockquote class="gmail_quote" style="border-left:1px">{said}'
        cite += "</blockquote>"
        headers_html = (
            "<b>De :</b> Val &lt;dechets@val.example&gt;<br><b>Envoyé :</b> jeudi 12 "
            "novembre 2026 10:02<br><b>À :</b> Moi<br><b>Objet :</b> Bacs<br><br>"
        )
        shape = self.random.choice(
            ("gmail", "gmail between", "outlook", "outlook web", "thunderbird", "yahoo")
        )
        words = first
        if shape == "gmail":
            body = f'<div dir="ltr">{divs[0]}</div><br>{gmail}{cite}</div>'
        elif shape == "gmail between":
            body = f"{gmail}{cite}<div><br></div>{divs[0]}<div><br></div>{cite}"
            body += f"<div><br></div>{divs[1]}</div>"
            words = f"{first}\n\n{second}"
        elif shape == "outlook":
            body = (
                f"{divs[0]}<div style='border:none;border-top:solid #E1E1E1 1.0pt'>"
                f"<p class=MsoNormal>{headers_html}</p></div>"
                f"<p class=MsoNormal>{said}</p>"
            )
        elif shape == "outlook web":
            body = (
                f'{divs[0]}<div id="appendonsend"></div><hr>'
                f'<div id="divRplyFwdMsg">{headers_html}</div><div>{said}</div>'
            )
        elif shape == "thunderbird":
            body = (
                '<div class="moz-cite-prefix">Le 12/11/2026 à 10:02, Val a écrit :<br>'
                f'</div><blockquote type="cite">{said}</blockquote>{divs[0]}'
                f'<div class="moz-signature">-- <br>{escape(name)}</div>'
            )
        else:
            body = f'{divs[0]}<div class="yahoo_quoted">Le jeudi 12 novembre 2026 à '
            body += f"10:02:11 UTC, Val a écrit :<br><br>{said}</div>"
        raw = self.build(headers, f"<html><body>{body}</body></html>", "html")
        return Sample(f"reply in HTML: {shape}", raw, words, name, email)

    def make_honest(self):
        name, email, headers = self.get_headers("Absence du bureau de vote")
        text = self.random.choice(HONEST)
        if self.random.random() < 0.5:
            # Said in an answer, honest words are as honest.
            headers["Subject"] = "Re: Votre avis"
        if self.random.random() < 0.5:
            headers["X-Auto-Response-Suppress"] = "DR, OOF, AutoReply"
        raw = self.build(headers, text, cte="base64")
        return Sample("honest text", raw, text, name, email)

    def make_list(self):
        name, email, headers = self.get_headers()
        items = self.random.sample(SENTENCES, 3)
        lines = "".join(f"<li>{escape(item)}</li>" for item in items)
        ordered = self.random.random() < 0.5
        tag = "ol" if ordered else "ul"
        body = (
            f"<p>Bonjour,</p><p>Mes idées&nbsp;:</p><{tag}>{lines}</{tag}><p>Merci</p>"
        )
        marks = [f"{n}. " if ordered else "- " for n in (1, 2, 3)]
        listed = "\n".join(mark + item for mark, item in zip(marks, items, strict=True))
        words = f"Bonjour,\n\nMes idées\xa0:\n\n{listed}\n\nMerci"
        raw = self.build(headers, body, "html")
        return Sample("list in HTML", raw, words, name, email)

    def make_absence(self):
        name, email, headers = self.get_headers()
        subject, text = self.random.choice(ABSENCES)
        headers["Subject"] = subject.format(s="Votre contribution est reçue")
        headers["X-Auto-Response-Suppress"] = "All"
        raw = self.build(headers, text, cte="base64")
        return Sample(f"absence: {subject}", raw, None, name, email)

    def _get_forward(self, shape, name, email, text, is_html=False):
        """What a programme puts above and around a message that it forwards."""
        sender = f"{name} <{email}>"
        if shape == "gmail fr":
            head = (
                f"---------- Forwarded message ---------\nDe : {sender}\n"
                "Date: jeu. 12 nov. 2026 à 10:00\nSubject: Composteur\n"
                "To: <agent@essai.example>\n\n\n"
            )
        elif shape == "outlook en":
            head = (
                f"________________________________\nFrom: {sender}\n"
                "Sent: Thursday, November 12, 2026 10:00 AM\nTo: Agent\n"
                "Subject: Composteur\n\n"
            )
        elif shape == "outlook fr":
            head = (
                f"De : {sender}\nEnvoyé : jeudi 12 novembre 2026 10:00\n"
                "À : agent@essai.example\nObjet : Composteur\n\n"
            )
        elif shape == "thunderbird":
            head = (
                "-------- Message transféré --------\nSujet : \tComposteur\n"
                f"Date : \tThu, 12 Nov 2026 10:00:00 +0100\nDe : \t{sender}\n"
                "Pour : \tagent@essai.example\n\n"
            )
        else:
            head = (
                f"Début du message réexpédié :\n\nDe: {sender}\nObjet: Composteur\n"
                "Date: 12 novembre 2026 à 10:00:00 UTC+1\nÀ: agent@essai.example\n\n"
            )
        if is_html:
            return "".join(
                f"<div>{escape(line) or '<br>'}</div>"
                for line in f"{head}{text}".split("\n")
            )
        if shape == "apple":
            return "".join(f"> {line}\n" for line in f"{head}{text}".split("\n"))
        return head + text

    def make_forward(self):
        name, email, headers = self.get_headers("TR : Composteur")
        headers["From"] = f"Agent <{self.agent}>"
        headers["Subject"] = self.random.choice(("TR : Composteur", "Fwd: Composteur"))
        shape = self.random.choice(
            ("gmail fr", "outlook fr", "outlook en", "thunderbird", "apple")
        )
        text = self.get_text()
        note = self.random.choice(("Pour info", "À traiter, merci.", ""))
        if self.random.random() < 0.5:
            inside = self._get_forward(shape, name, email, text, is_html=True)
            if shape == "apple":
                inside = f'<blockquote type="cite">{inside}</blockquote>'
            body = f"<html><body><div>{note}</div><br>{inside}</body></html>"
            raw = self.build(headers, body, "html")
        else:
            inside = self._get_forward(shape, name, email, text)
            raw = self.build(headers, f"{note}\n\n{inside}", cte="base64")
        return Sample(f"forward: {shape}", raw, text, name, email, note=note)

    def make_brought(self):
        """An agent attaches the message itself."""
        name, email, headers = self.get_headers("Composteur")
        text = self.get_text()
        inner = EmailMessage()
        for key, value in headers.items():
            inner[key] = value
        inner.set_content(text, cte="base64")
        message = EmailMessage()
        message["From"] = f"Agent <{self.agent}>"
        message["To"] = TO
        message["Subject"] = "TR : Composteur"
        message["Date"] = format_datetime(self.now)
        message["Message-Id"] = f"<joint-{self.number}@essai.example>"
        message.set_content("Pour info")
        message.add_attachment(inner)
        return Sample(
            "forward: attached", message.as_bytes(), text, name, email, "Pour info"
        )

    def make_citizens_forward(self):
        name, email, headers = self.get_headers("Tr : Composteur")
        text = self.get_text()
        inside = self._get_forward("outlook fr", "Ma voisine", "v@p.example", text)
        raw = self.build(headers, f"Voyez ceci.\n\n{inside}", cte="base64")
        words = f"Voyez ceci.\n\n{inside}"
        return Sample("forward of a citizen", raw, words, name, email)

    def make_tnef(self):
        name, email, headers = self.get_headers()
        text = self.get_text()
        content = make_tnef(text, [("plan.pdf", b"%PDF-1.4 plan")])
        message = EmailMessage()
        for key, value in headers.items():
            message[key] = value
        message.add_attachment(
            content, maintype="application", subtype="ms-tnef", filename="winmail.dat"
        )
        raw = message.as_bytes()
        return Sample("winmail.dat", raw, text, name, email, files=["plan.pdf"])

    def make_broken(self):
        """Faults in the shape of the message."""
        name, email, headers = self.get_headers()
        text = self.get_text()
        shape = self.random.choice(("nul", "no id", "8-bit subject", "no end", "2099"))
        if shape == "2099":
            headers["Date"] = "Thu, 12 Nov 2099 10:30:00 +0000"
        raw = self.build(headers, text, cte="8bit")
        if shape == "nul":
            raw = raw.replace(
                text.encode(), text[:5].encode() + b"\0" + text[5:].encode()
            )
        elif shape == "no id":
            lines = raw.split(b"\n")
            raw = b"\n".join(n for n in lines if not n.startswith(b"Message-Id"))
        elif shape == "8-bit subject":
            raw = raw.replace(
                b"Subject: Les bacs", "Subject: Été à l’école".encode("cp1252")
            )
        elif shape == "no end":
            head, _sep, body = raw.partition(b"\n\n")
            kept = [n for n in head.split(b"\n") if not n.startswith(b"Content")]
            kept.append(b'Content-Type: multipart/mixed; boundary="xx"')
            inner = b"--xx\nContent-Type: text/plain; charset=utf-8\n\n"
            raw = b"\n".join(kept) + b"\n\n" + inner + body
        return Sample(f"broken: {shape}", raw, text, name, email)

    def make_flowed(self):
        name, email, headers = self.get_headers()
        text = self.get_text()
        broken = text.replace(" l", " \nl") + "\n"
        raw = self.build(headers, broken, cte="base64", params={"format": "flowed"})
        return Sample("flowed text", raw, text, name, email)

    def make_foreign(self):
        """Letters beyond the charset that the message names."""
        name, email, headers = self.get_headers()
        label = self.random.choice(("us-ascii", "iso-8859-1", "windows-1252", "utf-8"))
        text = self.random.choice(FOREIGN)
        content, words = text.encode(), text
        shape = self.random.choice(("whole", "bad byte"))
        if shape == "bad byte":
            content, words = content + b"\n\xe9t\xe9", f"{text}\nété"
            label = "utf-8"
        raw = self.build_raw(headers, content, f"text/plain; charset={label}")
        return Sample(f"foreign letters: {shape}", raw, words, name, email)

    def make_webmail(self):
        """An answer, as the webmails of France write it."""
        name, email, headers = self.get_headers(reply=True)
        text = self.get_text(1, 2)
        above = self.random.choice(WEBMAILS)
        body = f"{text}\n\n{above}{QUOTED}\n"
        if "Proton" in above:
            body = f"{text}\n\n{above}"
        raw = self.build(headers, body, cte="base64")
        return Sample("reply of a webmail", raw, text, name, email)
