"""What the messages of the tests are made of."""

import struct

TO = "Syndicat du Val <dechets@val.example>"
SENTENCES = (
    "Le composteur de la rue des Lilas déborde depuis l’été.",
    "Une collecte par semaine suffit ; deux, c’est trop de camions.",
    "Où sont passés les bacs à verre ? Ils coûtaient 20 € – c’est peu.",
    "Je propose une ressourcerie près de l’école Jean-Moulin.",
    "Mon cœur penche pour la consigne, « comme avant ».",
    "Le maire de la commune nous a écrit : rien ne bougera.",
    "De : la mairie, à : l’école, il faut trois bacs de plus.",
    "Merci d’agir avant le 12 mars 2027 à 10:00, c’est urgent.",
    "Ma voisine m’a dit : « il faut trier ». Elle a raison 👍",
    "Les déchets verts, ÇA SUFFIT !",
    "Prévoyez 3 > 2 bacs par immeuble.",
    "Mes coordonnées sont dans la pétition jointe.",
)
HONEST = (
    "De : la place du marché\nÀ : l’école\nLe trottoir est sale.",
    "Envoyé par la poste, mon courrier s’est perdu.\nDe : moi",
    "Le 12 mars 2026, le maire nous a écrit :\nrien ne bougera.\nC’est faux.",
    "Absence du bureau de vote : où jeter les bulletins ?\nLe bac est plein.",
    "Objet : la collecte\n\nTrois camions par semaine, c’est trop.",
    "Mes idées :\n- un bac\n- deux bacs\n\nVoilà.",
    "Il reste\n\n\nune place.",
)
NAMES = ("Inès Benali", "Odette Lefèvre", "Jean Durand", "Gaëlle Bœuf", "Noé Petit")
QUOTED = "Votre avis nous intéresse.\nQue changer au marché ?"
# A text beyond each charset would not be written in it.
CHARSETS = {
    "utf-8": ("utf-8", "utf-8"),
    "utf-8 said latin1": ("utf-8", "iso-8859-1"),
    "utf-8 said nothing": ("utf-8", None),
    "cp1252": ("cp1252", "windows-1252"),
    "cp1252 said latin1": ("cp1252", "iso-8859-1"),
    "cp1252 said ascii": ("cp1252", "us-ascii"),
    "cp1252 said utf-8": ("cp1252", "utf-8"),
    "cp1252 said unknown": ("cp1252", "x-unknown"),
    "cp1252 said nonsense": ("cp1252", "rot13"),
    "utf-16": ("utf-16", "utf-16"),
}
ABSENCES = (
    ("Réponse automatique : {s}", "Je suis absente jusqu’au 16 novembre."),
    ("Absence du bureau : {s}", "Je suis absent jusqu’au 3."),
    (
        "Absent(e) jusqu’au 12/12",
        "Je suis absent. En cas d’urgence, contactez l’accueil.",
    ),
    ("Message d’absence", "Bonjour, je serai de retour lundi."),
    ("Automatic reply: {s}", "I am out of the office until Monday."),
    ("Out of Office: {s}", "Back on 3 January."),
    ("Automatische Antwort: {s}", "Ich bin bis zum 3. Mai nicht im Büro."),
    ("Abwesenheitsnotiz", "Ich bin abwesend."),
    ("Respuesta automática: {s}", "Estoy fuera de la oficina."),
    ("Fuera de la oficina", "Regreso el lunes."),
    ("Risposta automatica: {s}", "Sono in ferie fino al 3 maggio."),
    ("Automatisch antwoord: {s}", "Ik ben afwezig tot maandag."),
    ("Afwezigheidsbericht", "Ik ben niet op kantoor."),
    ("Resposta automática: {s}", "Estou de férias até dia 3."),
    ("Ausência temporária", "Estarei ausente."),
    (
        "Re: {s}",
        "Je suis absente jusqu’au 16 novembre. En cas d’urgence, merci de contacter "
        "l’accueil.",
    ),
)


def make_tnef(text, files=(), is_html=False):
    """:return: bytes of a winmail.dat, as Outlook makes it"""

    def attribute(level, identifier, value):
        total = sum(value) % 65536
        return (
            struct.pack("<BII", level, identifier, len(value))
            + value
            + (struct.pack("<H", total))
        )

    def pad(value):
        return value + b"\0" * (-len(value) % 4)

    body = text.encode("utf-16-le") + b"\0\0"
    kind, number = (0x0102, 0x1013) if is_html else (0x001F, 0x1000)
    if is_html:
        body = text.encode("cp1252")
    values = struct.pack("<I", 1) + struct.pack("<HHII", kind, number, 1, len(body))
    parts = [
        struct.pack("<IH", 0x223E9F78, 1),
        attribute(1, 0x00089006, struct.pack("<I", 0x10000)),
        attribute(1, 0x00069007, struct.pack("<II", 1252, 0)),
        attribute(1, 0x00069003, values + pad(body)),
    ]
    for name, content in files:
        parts.append(attribute(2, 0x00069002, b"\0" * 14))
        parts.append(attribute(2, 0x00018010, name.encode("cp1252") + b"\0"))
        parts.append(attribute(2, 0x0006800F, content))
    return b"".join(parts)
