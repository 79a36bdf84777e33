/// How hard texts are to read: syllables, and the formulas at values that were counted by hand.
#include "runtime/signals/reading.h"

#include <catch2/catch.hpp>
#include <string>

#include "runtime/signals/score.h"

namespace decorum::signals {
namespace {

std::optional<double> scoreOf(Provider provider, const std::string& text,
                              std::string_view locale = "") {
  Scratch scratch;
  return score(provider, text, locale, scratch);
}

struct Counted {
  const char* word;
  std::uint32_t syllables;
};

constexpr Counted kEnglish[] = {
    {"there", 1},    {"table", 2},   {"tables", 2},  {"while", 1},  {"mobile", 2},   {"stopped", 1},
    {"wanted", 2},   {"needed", 2},  {"handled", 2}, {"times", 1},  {"makes", 1},    {"places", 2},
    {"charges", 2},  {"wishes", 2},  {"boxes", 2},   {"agree", 2},  {"agreed", 2},   {"carried", 2},
    {"being", 2},    {"trying", 2},  {"doing", 2},   {"thing", 1},  {"bring", 1},    {"refund", 2},
    {"delivery", 4}, {"account", 2}, {"payment", 2}, {"people", 2}, {"question", 2}, {"address", 2},
    {"the", 1},      {"a", 1},       {"i", 1},       {"you", 1},    {"xyz", 1}};

TEST_CASE("syllables are counted as a language sounds them") {
  for (const Counted& one : kEnglish) {
    INFO(one.word);
    CHECK(syllables(one.word, Language::kEnglish) == one.syllables);
  }
  CHECK(syllables("teatro", Language::kSpanish) == 3);
  CHECK(syllables("correo", Language::kSpanish) == 3);
  CHECK(syllables("ciudad", Language::kSpanish) == 2);
  CHECK(syllables("bestellung", Language::kGerman) == 3);
  CHECK(syllables("heute", Language::kGerman) == 2);
  CHECK(syllables("vitesse", Language::kFrench) == 2);
  CHECK(syllables("vitesses", Language::kFrench) == 2);
  CHECK(syllables("partie", Language::kFrench) == 2);
  CHECK(syllables("annees", Language::kFrench) == 2);
  CHECK(syllables("pst", Language::kGerman) == 1);
}

// Words, sentences and syllables are counted by hand; the first two are the examples by which the
// formulas of Flesch and Kincaid are usually shown.
TEST_CASE("the formulas give the values that were worked out by hand") {
  const std::string platypus =
      "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.";
  CHECK(scoreOf(Provider::kReadingEase, platypus, "en").value_or(-1) ==
        Approx(206.835 - 1.015 * 13 - 84.6 * 24 / 13));
  CHECK(scoreOf(Provider::kReadingGrade, platypus, "en").value_or(-1) ==
        Approx(0.39 * 13 + 11.8 * 24 / 13 - 15.59));
  const std::string passage =
      "This sentence, taken as a reading passage unto itself, is being used to prove a point.";
  CHECK(scoreOf(Provider::kReadingEase, passage, "en").value_or(-1) ==
        Approx(206.835 - 1.015 * 16 - 84.6 * 23 / 16));
  // Two sentences of 7 and 8 words, 19 syllables.
  CHECK(scoreOf(Provider::kReadingEase,
                "Your order left our depot this morning. It will be at your door by Tuesday.")
            .value_or(-1) == Approx(206.835 - 1.015 * 7.5 - 84.6 * 19 / 15));
  CHECK(scoreOf(Provider::kReadingEase,
                "Mañana por la tarde recibirá un correo con los detalles de su pedido.")
            .value_or(-1) == Approx(206.84 - 1.02 * 13 - 60.0 * 25 / 13));
  CHECK(scoreOf(Provider::kReadingEase,
                "Ihre Bestellung ist heute aus unserem Lager in Hamburg abgegangen und kommt "
                "morgen.")
            .value_or(-1) == Approx(180 - 13 - 58.5 * 25 / 13));
  CHECK(scoreOf(Provider::kReadingEase,
                "Votre commande est partie hier de notre dépôt et arrivera demain matin chez vous.")
            .value_or(-1) == Approx(207 - 1.015 * 14 - 73.6 * 22 / 14));
}

TEST_CASE("marks within a sentence do not end it") {
  const auto measured = [](const std::string& text) {
    Scratch scratch;
    score(Provider::kReadingEase, text, "en", scratch);
    return lengths(scratch.words, scratch.languages, "en").value_or(Lengths{});
  };
  CHECK(measured("Your order of 12.50 euro, from shop.example, will leave us by three o'clock!")
            .words_a_sentence == 13);
  CHECK(measured("Your order will leave us today... You will get word then. (By mail.)")
            .words_a_sentence == Approx(13.0 / 3));
}

TEST_CASE("short sentences of short words read more easily") {
  const std::string easy =
      "We got your note. We will call you back today. You need not do a thing.";
  const std::string hard =
      "Notwithstanding the aforementioned considerations, reimbursement of administrative "
      "expenditures necessitates supplementary documentation demonstrating eligibility.";
  CHECK(scoreOf(Provider::kReadingEase, easy, "en").value_or(-1) > 90);
  CHECK(scoreOf(Provider::kReadingEase, hard, "en").value_or(99) < 10);
  CHECK(scoreOf(Provider::kReadingGrade, easy, "en").value_or(99) < 4);
  CHECK(scoreOf(Provider::kReadingGrade, hard, "en").value_or(-1) > 15);
  CHECK_FALSE(scoreOf(Provider::kReadingEase, "Too short to say.", "en"));
  CHECK_FALSE(scoreOf(Provider::kReadingGrade,
                      "Wir haben Ihre Nachricht bekommen und rufen Sie noch heute zurück, danke.",
                      "de"));
}

}  // namespace
}  // namespace decorum::signals
