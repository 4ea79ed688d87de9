"""Words of French that say nothing of what a text is about, folded."""

# Articles, pronouns, prepositions and conjunctions; and what elision leaves of them.
FUNCTION_WORDS = frozenset(
    "a afin ainsi alors apres au aucun aucune aucuns aucunes aujourd aupres auquel "
    "aussi autour autre autres aux auxquelles auxquels avant avec c car ce ceci cela "
    "celle celles celui cependant certain certaine certaines certains ces cet cette "
    "ceux chacun chacune chaque chez ci comme comment contre d dans de dehors deja "
    "depuis derriere des desquelles desquels dessous dessus devant divers donc dont "
    "du durant duquel elle elles en encore enfin entre envers est et eux excepte "
    "hormis hors hui ici il ils j jusqu jusque l la laquelle le lequel les lesquelles "
    "lesquels leur leurs lors lorsqu lorsque lui m ma mais malgre me meme memes mes "
    "mien mienne miennes miens moi moins mon moyennant n ne neanmoins ni non nos "
    "notre notres nous nul nulle on or ou outre par parce parmi pas pendant peu plus "
    "plusieurs plutot pour pourquoi pourtant pres presqu presque puis puisqu puisque "
    "qu quand quant que quel quelle quelles quelqu quelque quelques quels qui "
    "quiconque quoi quoique rien s sa sans sauf se selon ses si sien sienne siennes "
    "siens sinon soi son sont sous suivant sur surtout t ta tandis te tel telle "
    "telles tels tes tien tienne tiennes tiens toi ton toujours tous tout toute "
    "toutefois toutes tres trop tu un une vers via vis voici voila vos votre votres "
    "vous vu y".split()
)
# Usual verbs, and words that are said whatever the subject.
USUAL_WORDS = frozenset(
    "assez autant avoir avons beaucoup bien bonjour demande devrait dit doit doivent "
    "etait etant ete etre faire fait faudrait faut fois font fort jamais maniere "
    "merci mettre moyen ont partout peut peuvent point pourrait pouvoir prendre "
    "propose sera serait seulement soient soit sommes souhaite souhaitons souvent "
    "suit tant voir voire vraiment".split()
)
# How one begins and ends a letter.
POLITE_WORDS = frozenset(
    "agreer amicalement attention avance bonsoir cher chere cordialement devoue "
    "distingue distinguee distingues expression madame mademoiselle maire mesdames "
    "messieurs monsieur prie reception remercie remercions remerciements respectueuse "
    "respectueux respectueusement salutations sentiments sincere sinceres "
    "veuillez".split()
)
EMPTY_WORDS = FUNCTION_WORDS | USUAL_WORDS
