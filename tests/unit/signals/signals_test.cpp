/// Built-in providers: what turns, raises and lowers sentiment, languages.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "runtime/signals/score.h"

namespace decorum::signals {
namespace {

std::optional<double> scoreOf(Provider provider, const std::string& text,
                              std::string_view locale = "") {
  Scratch scratch;
  return score(provider, text, locale, scratch);
}

double mood(const std::string& text, std::string_view locale = "") {
  const auto found = scoreOf(Provider::kSentiment, text, locale);
  REQUIRE(found);
  return *found;
}

TEST_CASE("a provider is found by its name, and by no other") {
  for (const std::string_view name : providerNames()) {
    CHECK(nameOf(providerNamed(name)) == name);
  }
  CHECK(providerNamed("") == Provider::kHost);
  CHECK(providerNamed("mood") == Provider::kHost);
}

TEST_CASE("negation turns a feeling around") {
  CHECK(mood("The service was good") > 0.3);
  CHECK(mood("The service was not good") < -0.2);
  CHECK(mood("The service wasn't very good") < -0.2);
  CHECK(mood("It is not bad at all") > 0.1);
  CHECK(mood("No. Good service though") > 0);  // another sentence
  CHECK(mood("no problem, thank you") > 0.3);
  // Weaker than the plain opposite.
  CHECK(mood("not good") > mood("awful"));
}

TEST_CASE("words that are bad only where they are negated") {
  CHECK(mood("the app works on my phone") == 0);
  CHECK(mood("the app does not work on my phone") < -0.2);
  CHECK(mood("nobody answers") < -0.2);
}

TEST_CASE("emphasis makes a feeling stronger, and never turns it") {
  const double plain = mood("this is good"), bad = mood("this is bad");
  for (const std::string more :
       {"this is very good", "this is GOOD", "this is good!!!", "this is really very good"}) {
    INFO(more);
    CHECK(mood(more) > plain);
  }
  CHECK(mood("this is slightly good") < plain);
  CHECK(mood("this is slightly good") > 0);
  CHECK(mood("this is very bad") < bad);
  CHECK(mood("this is bad!!") < bad);
  // All in capitals there is nothing that stands out.
  CHECK(mood("THIS IS GOOD") == plain);
  CHECK(mood("sooooo goooood") > 0.3);
}

TEST_CASE("what follows 'but' counts more") {
  CHECK(mood("The food was good, but the service was terrible") < 0);
  CHECK(mood("The service was terrible, but the food was great") > 0);
}

TEST_CASE("near misses: no feeling where none is said") {
  for (const std::string text :
       {"Where is my parcel?", "I would like to change my address", "It looks like a red box",
        "What is the interest rate on my account?", "Good morning, which day do you open?"}) {
    INFO(text);
    CHECK(mood(text) == 0);
  }
}

TEST_CASE("symbols count in every language, addresses do not") {
  CHECK(mood("😡") < -0.4);
  CHECK(mood("ok 😍") > 0.4);
  CHECK(mood("see you :)") > 0.2);
  CHECK(mood("see https://example.com/path") == 0);
  CHECK_FALSE(scoreOf(Provider::kSentiment, ""));
  CHECK_FALSE(scoreOf(Provider::kSentiment, "12345"));
  CHECK_FALSE(scoreOf(Provider::kSentiment, "совершенно не работает"));
}

TEST_CASE("Spanish, German and French have lists of their own") {
  CHECK(mood("El servicio es pésimo y nadie responde") < -0.4);
  CHECK(mood("Muchas gracias, ha sido una ayuda excelente") > 0.5);
  CHECK(mood("No estoy contento con la respuesta") < -0.2);
  CHECK(mood("Das ist eine Frechheit, ich bin sehr enttäuscht von euch") < -0.5);
  CHECK(mood("Vielen Dank, das hat mir sehr geholfen") > 0.5);
  CHECK(mood("Das gefällt mir nicht") < 0);
  CHECK(mood("Die App funktioniert nicht") < 0);
  CHECK(mood("C'est une arnaque, je suis très déçu par votre service") < -0.5);
  CHECK(mood("Merci beaucoup, c'est parfait pour moi") > 0.5);
  CHECK(mood("Je n'aime pas votre service") < 0);
  // A single word is taken for the locale's.
  CHECK(mood("mist", "de") < -0.3);
}

TEST_CASE("a neutral word at either end never turns a sentiment around", "[property]") {
  const std::vector<std::string> texts = {
      "this is good",     "not good",           "bad but cheap and good",
      "I hate waiting",   "no problem",         "very slow, terrible!",
      "it does not work", "thanks for nothing", "great :)"};
  for (const std::string& text : texts) {
    const double before = mood(text, "en");
    for (const std::string word : {"table", "Tuesday", "parcel", "fourteen"}) {
      INFO(text << " with " << word);
      CHECK(mood(text + ". " + word, "en") * before > 0);
      CHECK(mood(word + " " + text, "en") * before > 0);
    }
  }
}

TEST_CASE("scores stay within their range, whatever the text is", "[property]") {
  std::string text;
  std::uint32_t random = 1;
  for (int i = 0; i < 400; ++i) {
    static const std::vector<std::string> kPieces = {
        "good ", "WORST ", "not ",  "but ", "!!!", "?? ", ":) ",  "😡",      "é", "ñ ",     "\n",
        "’",     "'s ",    "very ", "日本", "ß",   "¿",   "1,5 ", "http://", "a", "sooooo "};
    random = random * 1664525 + 1013904223;
    text += kPieces[(random >> 16) % kPieces.size()];
    for (const std::string_view name : providerNames()) {
      const Provider provider = providerNamed(name);
      const auto found = scoreOf(provider, text, "es");
      if (!found) continue;
      INFO(name << " of " << text);
      CHECK(*found >= rangeOf(provider).low);
      CHECK(*found <= rangeOf(provider).high);
    }
  }
}

TEST_CASE("languages are told from a sentence, not from a word") {
  const auto is = [](Provider provider, const std::string& text) {
    const auto found = scoreOf(provider, text);
    return found && *found > 0.9;
  };
  CHECK(is(Provider::kEnglish, "Where can I see the status of my order?"));
  CHECK(is(Provider::kSpanish, "¿Dónde puedo ver el estado de mi pedido?"));
  CHECK(is(Provider::kSpanish, "quiero saber donde esta mi pedido"));
  CHECK(is(Provider::kGerman, "Wo kann ich den Stand meiner Bestellung sehen?"));
  CHECK(is(Provider::kFrench, "Où puis-je voir l'état de ma commande ?"));
  CHECK(is(Provider::kPortuguese, "Onde posso ver o estado do meu pedido? Não consigo."));
  CHECK(is(Provider::kItalian, "Dove posso vedere lo stato del mio ordine?"));
  CHECK(is(Provider::kDutch, "Waar kan ik de status van mijn bestelling zien?"));
  CHECK(scoreOf(Provider::kEnglish, "Где мой заказ?") == 0);
  for (const std::string text : {"", "42", "ok", "Berlin", "XK-2044"}) {
    INFO(text);
    CHECK_FALSE(scoreOf(Provider::kEnglish, text));
  }
}

TEST_CASE("a text is in the language of a locale, or is not, or cannot be told") {
  const std::string german = "Ihre Bestellung ist auf dem Weg und kommt morgen bei Ihnen an.";
  CHECK(scoreOf(Provider::kInLocale, german, "de-AT").value_or(-1) > 0.9);
  CHECK(scoreOf(Provider::kInLocale, german, "es").value_or(-1) < 0.1);
  CHECK(scoreOf(Provider::kInLocale, "Ваш заказ в пути", "es") == 0);
  CHECK_FALSE(scoreOf(Provider::kInLocale, german, ""));
  CHECK_FALSE(scoreOf(Provider::kInLocale, german, "ru"));
  CHECK_FALSE(scoreOf(Provider::kInLocale, "XK-2044", "de"));
}

}  // namespace
}  // namespace decorum::signals
