"""Texts that a person reads as before and a naive search does not find."""

LOOKALIKES = str.maketrans("aceopxyijsABCEHIJKMOPSTXY", "асеорхуіјѕАВСЕНІЈКМОРЅТХУ")
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
ZERO_WIDTH = "\u200b"


def one_lookalike(text):
    """The first letter of each word that has a twin in another script."""
    words = []
    for word in text.split(" "):
        for place, letter in enumerate(word):
            twin = letter.translate(LOOKALIKES)
            if twin != letter:
                word = word[:place] + twin + word[place + 1:]
                break
        words.append(word)
    return " ".join(words)


def zero_width(text):
    """Something invisible behind every letter."""
    return "".join(letter + ZERO_WIDTH if letter.isalpha() else letter for letter in text)


DISGUISES = {
    "look-alike letters, one a word": one_lookalike,
    "look-alike letters, all there are": lambda text: text.translate(LOOKALIKES),
    "full width": lambda text: text.translate(FULL_WIDTH),
    "zero width behind each letter": zero_width,
    "full width with zero width": lambda text: zero_width(text.translate(FULL_WIDTH)),
}
