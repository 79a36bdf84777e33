"""What is compared: the rules, phrases and inputs that every peer gets, from one seed. Nothing of a
peer's language is here (dialects.py), so that all say the same."""
import random

SEED = 20261127
TIERS = ["free", "basic", "plus", "premium"]
CHANNELS = ["chat", "email", "voice", "sms"]
COUNTRIES = ["DE", "FR", "US", "GB", "ES", "IT", "NL", "PL", "SE", "AT"]
CALLS = ["none", "refund", "cancel_order", "change_address", "track_parcel", "give_credit"]

# Record, field and type, in the order in which every rule asks for them.
FIELDS = {
    ("customer", "tier"): TIERS, ("customer", "age"): int, ("customer", "country"): COUNTRIES,
    ("customer", "verified"): bool, ("message", "length"): int, ("message", "sentiment"): int,
    ("thread", "turns"): int, ("thread", "channel"): CHANNELS, ("call", "name"): CALLS,
    ("call", "amount"): int}

COMMON = """the a my your our this that it is was are be have has had do did can could will would
should may please help need want know tell ask look find make take give get send order parcel
package delivery address account number invoice price refund return shoes jacket lamp table chair
phone screen cable battery today tomorrow yesterday morning evening week month time day again still
already never always soon later now then here there where when what which who how and or but so
because if while since after before with without for from to in on at by of about over under new old
large small blue green broken wrong right late early good bad nice sorry thanks hello yes no okay
card shop store customer support team person colleague answer question message mail website page
button link name list item part piece box door house street city train flight hotel booking seat
ticket""".split()


def make_rules(count, random_source):
    """Rules as lists of (record, field, operator, constant); a rule fires where all ten hold."""
    rules = []
    for index in range(count):
        pick = random_source
        lenient = index == 0  # so that the policy of one rule is seen to fire
        rules.append([
            ("customer", "tier", "in", sorted(pick.sample(TIERS, 3 if lenient else 2))),
            ("customer", "age", ">=", 20 if lenient else pick.randint(20, 60)),
            ("customer", "country", "in", sorted(pick.sample(COUNTRIES, 8 if lenient else 6))),
            ("customer", "verified", "==", bool(pick.getrandbits(1))),
            ("message", "length", ">", 40 if lenient else pick.randint(20, 350)),
            ("message", "sentiment", "<", 60 if lenient else pick.randint(-20, 80)),
            ("thread", "turns", ">=", 2 if lenient else pick.randint(1, 12)),
            ("thread", "channel", "!=", pick.choice(CHANNELS)),
            ("call", "name", "in", sorted(pick.sample(CALLS, 5 if lenient else 4))),
            ("call", "amount", ">", 1_000 if lenient else pick.randint(500, 15_000)),
        ])
    return rules


def make_records(count, random_source):
    pick = random_source
    return [{
        "customer": {"tier": pick.choice(TIERS), "age": pick.randint(18, 90),
                     "country": pick.choice(COUNTRIES), "verified": bool(pick.getrandbits(1))},
        "message": {"length": pick.randint(1, 600), "sentiment": pick.randint(-100, 100)},
        "thread": {"turns": pick.randint(1, 30), "channel": pick.choice(CHANNELS)},
        "call": {"name": pick.choice(CALLS), "amount": pick.randint(0, 30_000)},
    } for _ in range(count)]


def rare_words(count, random_source):
    """Words in no message by chance: none is a part of another or of a common word."""
    words = []
    while len(words) < count:
        word = "".join(random_source.choice("bdfgklmnprstvz") + random_source.choice("aeiou")
                       for _ in range(random_source.randint(3, 4))) + random_source.choice("xkq")
        if not any(word in other or other in word for other in words):
            words.append(word)
    return words


def make_phrases(rules, each, random_source):
    """Lists of phrases of one to three words."""
    words = iter(rare_words(rules * each, random_source))
    lists = []
    for _ in range(rules):
        phrases = []
        for word in (next(words) for _ in range(each)):
            left, right = random_source.choice(COMMON), random_source.choice(COMMON)
            phrases.append(random_source.choice(
                [word, word, f"{left} {word}", f"{word} {right}", f"{left} {word} {right}"]))
        lists.append(phrases)
    return lists


def sentence(length, random_source):
    words = [random_source.choice(COMMON) for _ in range(length)]
    for place in range(6, length, 9):
        words[place] += random_source.choice([",", ".", ";", "?"])
    return words


def as_text(words, random_source):
    text = " ".join(words)
    text = text[0].upper() + text[1:] + random_source.choice([".", "!", "?", ""])
    # As phones write it: a few messages are not ASCII.
    return text + " It\u2019s urgent." if random_source.random() < 0.03 else text


def in_other_case(phrase, random_source):
    return random_source.choice([phrase, phrase, phrase.capitalize(), phrase.upper()])


def make_chats(count, lists, random_source):
    """Messages of 206 bytes in the mean, one in five with a phrase."""
    chats = []
    for _ in range(count):
        words = sentence(random_source.randint(8, 68), random_source)
        chance = random_source.random()
        for _ in range(0 if chance > 0.2 else 1 if chance > 0.03 else 2):
            phrase = random_source.choice(random_source.choice(lists))
            words.insert(random_source.randint(0, len(words)), in_other_case(phrase, random_source))
        chats.append({"text": as_text(words, random_source)})
    return chats


def luhn_digit(digits):
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10))
                for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def make_card(pick):
    digits = "4" + "".join(str(pick.randint(0, 9)) for _ in range(14))
    digits += luhn_digit(digits)
    return pick.choice(["", " ", "-"]).join(digits[i:i + 4] for i in range(0, 16, 4))


def make_iban(pick):
    body = str(pick.randint(10, 99)) + "".join(str(pick.randint(0, 9)) for _ in range(16))
    check = 98 - int(body + "131400") % 97  # DE00 behind it, letters as numbers
    return f"DE{check:02}{body}"


def make_phone(pick):
    area = pick.choice(["212", "310", "415", "617", "713", "206"])
    exchange = pick.choice(["555", "624", "738", "842"])
    return f"({area}) {exchange}-{pick.randint(2000, 9899)}"


def make_ssn(pick):
    return f"{pick.randint(100, 660)}-{pick.randint(12, 98)}-{pick.randint(1200, 9800)}"


def make_mail(pick):
    first, last = pick.choice(["anna", "jon.s", "maria", "t_lee"]), pick.choice(COMMON)
    return f"{first}{pick.randint(1, 99)}@{last}.{pick.choice(['com', 'org', 'net'])}"


PERSONAL = {
    "email": ("my mail is", make_mail), "card": ("my card is", make_card),
    "phone": ("my phone is", make_phone), "iban": ("the iban is", make_iban),
    "ssn": ("my ssn is", make_ssn)}


def make_personal(count, random_source):
    """Messages, every third with a value of a form that all detectors know. Others have numbers."""
    pick, texts = random_source, []
    for _ in range(count):
        words = sentence(pick.randint(8, 60), pick)
        if pick.random() < 0.33:
            lead, make = PERSONAL[pick.choice(list(PERSONAL))]
            words.insert(pick.randint(0, len(words)), f"{lead} {make(pick)} ,")
        if pick.random() < 0.3:
            words.append(pick.choice([
                f"order {pick.randint(100, 9999)}", f"{pick.randint(2, 90)} EUR",
                f"on {pick.randint(1, 28)} March"]))
        texts.append({"text": as_text(words, pick)})
    return texts


def workloads():
    """Name, kind, rules or lists, inputs."""
    records = make_records(256, random.Random(SEED))
    rules = make_rules(1000, random.Random(SEED + 1))
    for count in (1, 100, 1000):
        yield f"rules-{count}", "rules", rules[:count], records
    lists = make_phrases(100, 10, random.Random(SEED + 2))
    yield "phrases-1000", "phrases", lists, make_chats(512, lists, random.Random(SEED + 3))
    yield "detectors-5", "detectors", list(PERSONAL), make_personal(512, random.Random(SEED + 4))
