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
    "Le 3 novembre à 14h30 le service m’a écrit :\nvenez samedi.\nC’était fermé.",
    "De : la gare\nÀ : l’école\nDate : le 12 mai\nObjet : déposer un vélo\nVoilà.",
    "Mes chiffres :\n> 50 % des bacs cassés\n> 20 jours sans collecte\nVoilà.",
    "Premier point\n--\nDeuxième point important\n--\nTroisième",
)
NAMES = ("Inès Benali", "Odette Lefèvre", "Jean Durand", "Gaëlle Bœuf", "Noé Petit")
QUOTED = "Votre avis nous intéresse.\nQue changer au marché ?"
# What programmes put above what is answered.
ANNOUNCES = (
    "Le 12/11/2026 à 10:02, Syndicat du Val a écrit :\n",
    "Le jeu. 12 nov. 2026 à 10:02, Syndicat du Val <d@val.example> a\nécrit :\n",
    "On Thu, Nov 12, 2026 at 10:02 AM Syndicat <d@val.example> wrote:\n",
    "Am 12.11.2026 um 10:02 schrieb Syndicat du Val:\n",
    "El jue, 12 nov 2026 a las 10:02, Val (<d@val.example>) escribió:\n",
    "Il giorno gio 12 nov 2026 alle ore 10:02 Syndicat <d@val.example> ha\nscritto:\n",
    "Op do 12 nov 2026 om 10:02 schreef Syndicat <d@val.example>:\n",
    "Em qui., 12 de nov. de 2026 às 10:02, Val <d@val.example> escreveu:\n",
)
OUTLOOK = (
    "-----Message d'origine-----\nDe : Syndicat <dechets@val.example> \n"
    "Envoyé : jeudi 12 novembre 2026 10:02\nÀ : Moi\nObjet : Bacs\n\n"
)
WEBMAILS = (
    f"----- Mail original -----\nDe: {TO}\nÀ: moi@free.fr\nEnvoyé: "
    "Jeudi 12 Novembre 2026 10:02:00\nObjet: Bacs\n\n",
    f"{'=' * 40}\n\nMessage du : 12/11/2026 10:02\nDe : {TO}\n"
    "A : moi@sfr.fr\nCopie à : \nSujet : Bacs\n\n",
    f"Message du 12/11/26 10:02\nDe : {TO}\nA : moi@orange.fr\n"
    "Copie à :\nObjet : Bacs\n\n",
    "Envoyé avec la messagerie sécurisée Proton Mail.\n\n"
    f"Le jeudi 12 novembre 2026 à 10:02, {TO} a écrit :\n\n> Oui\n",
)
# What a wrong charset must not spoil: letters of neighbours and of machines.
FOREIGN = (
    "Je suis Ștefan, à côté du marché",
    "L’été à Łódź",
    "cafe\u0301 décomposé à côté",
    "Le tri \ufeffà côté",
    "Déchets abîmés \ufffd à côté",
    "ﬁn d’été",
    "Škoda",
    "λ et ș, à ½ prix",
    "أهلا بكم à côté",
    "Спасибо",
    "垃圾分类",
)
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
