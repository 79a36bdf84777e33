// Numbers of cards, accounts, states, health care, devices and vehicles. All values are made here
// or are the samples of their authorities.
#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "runtime/text/detect/detectors.h"
#include "tests/unit/text/scanning.h"

namespace decorum::text {
namespace {

using test::detector;
using test::found;

struct Case {
  const char* detector;
  const char* message;
  std::vector<std::string> parts;
};

const std::vector<Case>& cases() {
  static const std::vector<Case> kCases = {
      // ---- cards and accounts
      {"pii.card",
       "4111-1111 1111.1111 and 4111.1111.1111.1111",
       {"4111-1111 1111.1111", "4111.1111.1111.1111"}},
      {"pii.card", "4111 - 1111 - 1111 - 1111", {"4111 - 1111 - 1111 - 1111"}},
      {"pii.card",
       "4111111111111111110 or my card 501800000009",
       {"4111111111111111110", "501800000009"}},
      {"pii.card", "card=4111111111111111,12/27,123", {"4111111111111111"}},
      {"pii.card", "3782 822463 10005", {"3782 822463 10005"}},
      {"pii.card", "IBAN DE89 3704 0044 0532 0130 00 | IBAN DE44 5001 0517 5407 3249 31", {}},
      {"pii.card", "tracking number 4111111111111111", {}},
      {"pii.card", "https://x.org/4111111111111111", {}},
      {"pii.card_cvv", "123 is my CVV; card verification value: 4567", {"123", "4567"}},
      {"pii.card_cvv", "the CVV has 3 digits | I was born in 1990", {}},
      {"pii.card_expiry", "expires 12/27, exp: 03-2029", {"12/27", "03-2029"}},
      {"pii.card_expiry", "4111 1111 1111 1111 08/28", {"08/28"}},
      {"pii.card_expiry", "on 12/27 we met | 13/27 expiry | expiry 12/27/2026", {}},
      {"pii.card_track",
       "%B4111111111111111^LEE/ANN^25121010000000000000?",
       {"%B4111111111111111^LEE/ANN^25121010000000000000?"}},
      {"pii.card_track",
       ";4111111111111111=25121010000000000?",
       {";4111111111111111=25121010000000000?"}},
      {"pii.card_track", ";4111111111111112=25121010000000000?", {}},
      {"pii.card_pin", "my card PIN is 4821, pin: 7391", {"4821", "7391"}},
      {"pii.card_pin", "pin code 400001 | shopping 1234 | spin 4821", {}},
      {"pii.iban",
       "de89.3704.0044.0532.0130.00 and GB82-WEST-1234-5698-7654-32",
       {"de89.3704.0044.0532.0130.00", "GB82-WEST-1234-5698-7654-32"}},
      {"pii.iban", "FR1420041010050500013M02606 now", {"FR1420041010050500013M02606"}},
      {"pii.iban", "XX82WEST12345698765432 | GB82WEST1234569876543", {}},
      {"pii.bic", "SWIFT: DEUTDEFF500, bic code is COBADEFFXXX", {"DEUTDEFF500", "COBADEFFXXX"}},
      {"pii.bic", "a swift decision | the bic DEUTXXFF", {}},
      {"pii.us_routing", "routing number 021000021", {"021000021"}},
      {"pii.us_routing", "021000021 | routing number 021000022", {}},
      {"pii.us_account", "my account number is 123456789012", {"123456789012"}},
      {"pii.us_account", "123456789012", {}},
      {"pii.uk_sort_code", "sort code 20-00-00", {"20-00-00"}},
      {"pii.uk_sort_code", "on 20-00-00", {}},
      {"pii.uk_account", "sort code 200000 account number 55779911", {"55779911"}},
      {"pii.uk_account", "55779911", {}},
      // ---- the Americas
      {"pii.ssn",
       "Social Security: 536 22 8765, ssn_number=536228765",
       {"536 22 8765", "536228765"}},
      {"pii.ssn", "536.22.8765 ok", {"536.22.8765"}},
      {"pii.ssn", "\"order_id\": \"536-22-8765\" | 1536-22-8765 | 536-22-87651", {}},
      {"pii.us_itin", "912-70-1234 and ITIN 912701234", {"912-70-1234", "912701234"}},
      {"pii.us_itin", "912701234 | 912-66-1234", {}},
      {"pii.us_ein", "EIN 12-3456789", {"12-3456789"}},
      {"pii.us_ein", "12-3456789 | EIN 07-3456789", {}},
      {"pii.us_passport", "passport number 536228765 or A12345678", {"536228765", "A12345678"}},
      {"pii.us_passport", "536228765 A12345678", {}},
      {"pii.us_driver_license", "my driver's license is D1234567", {"D1234567"}},
      {"pii.us_driver_license", "D1234567", {}},
      {"pii.ca_sin", "712-345-677, SIN 712345677", {"712-345-677", "712345677"}},
      {"pii.ca_sin", "712345677 | 712-345-678 | SIN 712345678", {}},
      {"pii.br_cpf", "390.533.447-05 e CPF 39053344705", {"390.533.447-05", "39053344705"}},
      {"pii.br_cpf", "390.533.447-06 | CPF 39053344706", {}},
      {"pii.br_cnpj",
       "11.222.333/0001-81, 12.ABC.345/01DE-35",
       {"11.222.333/0001-81", "12.ABC.345/01DE-35"}},
      {"pii.br_cnpj", "11222333000181 | 11.222.333/0001-82", {}},
      {"pii.mx_curp", "CURP HEGG560427MVZRRL04", {"HEGG560427MVZRRL04"}},
      {"pii.mx_curp", "HEGG560427MVZRRL05", {}},
      {"pii.mx_rfc", "RFC GODE561231GR8, ABC-680524-P76", {"GODE561231GR8", "ABC-680524-P76"}},
      {"pii.mx_rfc", "RFC GODE561331GR8", {}},
      {"pii.cl_rut", "12.345.678-5 y RUT 12345678-5", {"12.345.678-5", "12345678-5"}},
      {"pii.cl_rut", "12.345.678-6", {}},
      {"pii.ar_cuit", "20-12345678-6, cuil 20123456786", {"20-12345678-6", "20123456786"}},
      {"pii.ar_cuit", "20123456786 | 20-12345678-7", {}},
      // ---- Europe
      {"pii.uk_nino", "AB123456C, NI number: AB 12 34 56 C", {"AB123456C", "AB 12 34 56 C"}},
      {"pii.uk_nino", "GB123456A | AB123456E | order AB123456C", {}},
      {"pii.uk_nhs", "NHS number 401 023 2137, patient 4010232137", {"401 023 2137", "4010232137"}},
      {"pii.uk_nhs", "4010232137 | 401-023-2137 | NHS 4010232138", {}},
      {"pii.uk_utr", "UTR 2234567890, tax reference 22345 67890", {"2234567890", "22345 67890"}},
      {"pii.uk_utr", "2234567890", {}},
      {"pii.uk_passport", "my UK passport 536228765", {"536228765"}},
      {"pii.uk_passport", "536228765", {}},
      {"pii.uk_driving_licence", "MORGA657054SM9IJ", {"MORGA657054SM9IJ"}},
      {"pii.uk_driving_licence", "MORGA633054SM9IJ | MORGA657054SM9I", {}},
      {"pii.es_nif",
       "12345678Z, 12.345.678-Z, X1234567L, X-1234567-L",
       {"12345678Z", "12.345.678-Z", "X1234567L", "X-1234567-L"}},
      {"pii.es_nif", "12345678A | X1234567A", {}},
      {"pii.es_cif", "CIF A58818501", {"A58818501"}},
      {"pii.es_cif", "A58818501 | CIF A58818502", {}},
      {"pii.it_codice_fiscale",
       "RSSMRA85T10A562S, rss mra 85t10 a562s",
       {"RSSMRA85T10A562S", "rss mra 85t10 a562s"}},
      {"pii.it_codice_fiscale", "RSSMRA85T10A562T", {}},
      {"pii.it_partita_iva",
       "partita IVA 07643520567 o P.IVA IT07643520567",
       {"07643520567", "IT07643520567"}},
      {"pii.it_partita_iva", "07643520567 | partita IVA 07643520568", {}},
      {"pii.fr_nir",
       "269054958815780, 2 69 05 49 588 157 80",
       {"269054958815780", "2 69 05 49 588 157 80"}},
      {"pii.fr_nir", "269054958815781", {}},
      {"pii.fr_spi", "numéro fiscal 3023217600053", {"3023217600053"}},
      {"pii.fr_spi", "3023217600053 | numéro fiscal 3023217600054", {}},
      {"pii.de_tax_id", "47 036 891 828, Steuer-ID 47036891828", {"47 036 891 828", "47036891828"}},
      {"pii.de_tax_id", "47036891828 | 47 036 891 829", {}},
      {"pii.de_id_card", "Personalausweis L01X00T471", {"L01X00T471"}},
      {"pii.de_id_card", "L01X00T471 | Personalausweis L01X00T472", {}},
      {"pii.de_pension", "15 070649 C 103, 15070649C103", {"15 070649 C 103", "15070649C103"}},
      {"pii.de_pension", "15 070649 C 104", {}},
      {"pii.de_health_insurance", "Versichertennummer A123456780", {"A123456780"}},
      {"pii.de_health_insurance", "A123456780 | KVNR A123456781", {}},
      {"pii.nl_bsn", "BSN 123456782, 123.456.782", {"123456782", "123.456.782"}},
      {"pii.nl_bsn", "123456782 | BSN 123456783", {}},
      {"pii.be_national", "85.07.30-033.28, 85073003328", {"85.07.30-033.28", "85073003328"}},
      {"pii.be_national", "85.07.30-033.29", {}},
      {"pii.ch_ahv", "756.9217.0769.85, 7569217076985", {"756.9217.0769.85", "7569217076985"}},
      {"pii.ch_ahv", "756.9217.0769.86", {}},
      {"pii.at_svnr", "7821 281155, SVNR 7821281155", {"7821 281155", "7821281155"}},
      {"pii.at_svnr", "7821281155 | SVNR 7822281155", {}},
      {"pii.pt_nif", "NIF 123456789, contribuinte 501 234 560", {"123456789", "501 234 560"}},
      {"pii.pt_nif", "123456789 | NIF 123456788", {}},
      {"pii.ie_pps", "1234567T, 1234567FA", {"1234567T", "1234567FA"}},
      {"pii.ie_pps", "1234567A", {}},
      {"pii.pl_pesel", "PESEL 90021512347", {"90021512347"}},
      {"pii.pl_pesel", "90021512347 | PESEL 90021512348", {}},
      {"pii.pl_nip", "526-000-12-46, NIP 5260001246", {"526-000-12-46", "5260001246"}},
      {"pii.pl_nip", "5260001246 | NIP 5260001247", {}},
      {"pii.fi_hetu", "131052-308T, 150105A123R", {"131052-308T", "150105A123R"}},
      {"pii.fi_hetu", "131052-308U | 311152-308T", {}},
      {"pii.se_personnummer",
       "900115-2389, personnummer 199001152389",
       {"900115-2389", "199001152389"}},
      {"pii.se_personnummer", "9001152389 | 900115-2388", {}},
      {"pii.se_orgnr", "org.nr 556012-5790", {"556012-5790"}},
      {"pii.se_orgnr", "5560125790 | orgnr 556012-5791", {}},
      {"pii.dk_cpr", "CPR 150190-1234", {"150190-1234"}},
      {"pii.dk_cpr", "150190-1234 | CPR 320190-1234", {}},
      {"pii.no_fodselsnummer", "15037710013, 150377 10013", {"15037710013", "150377 10013"}},
      {"pii.no_fodselsnummer", "15037710014", {}},
      {"pii.ro_cnp", "CNP 2850315401233", {"2850315401233"}},
      {"pii.ro_cnp", "CNP 2850315401234", {}},
      {"pii.bg_egn", "ЕГН 9001151230", {"9001151230"}},
      {"pii.bg_egn", "9001151230 | ЕГН 9001151231", {}},
      {"pii.hr_oib", "OIB: 69435151530", {"69435151530"}},
      {"pii.hr_oib", "69435151530 | OIB 69435151531", {}},
      {"pii.ee_isikukood", "isikukood 37605030299", {"37605030299"}},
      {"pii.ee_isikukood", "37605030299 | isikukood 37605030298", {}},
      {"pii.cz_rodne_cislo", "905115/1230, rodné číslo 9051151230", {"905115/1230", "9051151230"}},
      {"pii.cz_rodne_cislo", "9051151230 | 905115/1231", {}},
      {"pii.gr_afm", "ΑΦΜ 094259216", {"094259216"}},
      {"pii.gr_afm", "094259216 | ΑΦΜ 094259217", {}},
      {"pii.ru_inn", "ИНН 500100732259", {"500100732259"}},
      {"pii.ru_inn", "ИНН 500100732258", {}},
      {"pii.ru_snils", "112-233-445 95", {"112-233-445 95"}},
      {"pii.ru_snils", "112-233-445 96", {}},
      {"pii.ua_rnokpp", "РНОКПП 1759013776", {"1759013776"}},
      {"pii.ua_rnokpp", "1759013776 | РНОКПП 1759013777", {}},
      {"pii.tr_id", "TC kimlik 10000000146, 34567890170", {"10000000146", "34567890170"}},
      {"pii.tr_id", "TC kimlik 10000000147", {}},
      {"pii.passport", "Reisepass X1234567, パスポート TK1234567", {"X1234567", "TK1234567"}},
      {"pii.passport", "X1234567", {}},
      // ---- Asia, Africa and the Pacific
      {"pii.au_tfn", "TFN 123 456 782", {"123 456 782"}},
      {"pii.au_tfn", "123456782 | TFN 123 456 783", {}},
      {"pii.au_abn", "51 824 753 556, ABN 51824753556", {"51 824 753 556", "51824753556"}},
      {"pii.au_abn", "51 824 753 557", {}},
      {"pii.au_acn", "ACN 004 085 616", {"004 085 616"}},
      {"pii.au_acn", "004085616 | ACN 004 085 617", {}},
      {"pii.au_medicare", "Medicare 2123 45670 1", {"2123 45670 1"}},
      {"pii.au_medicare", "2123456701 | Medicare 2123 45671 1", {}},
      {"pii.in_aadhaar",
       "7123 4567 8908, Aadhaar 712345678908",
       {"7123 4567 8908", "712345678908"}},
      {"pii.in_aadhaar", "712345678908 | 7123 4567 8909", {}},
      {"pii.in_pan", "PAN AAAPL1234C", {"AAAPL1234C"}},
      {"pii.in_pan", "AAAZL1234C", {}},
      {"pii.in_gstin", "27AAPFU0939F1ZV", {"27AAPFU0939F1ZV"}},
      {"pii.in_gstin", "27AAPFU0939F1ZW", {}},
      {"pii.cn_resident",
       "身份证号310101199001151237 11010519491231002X",
       {"310101199001151237", "11010519491231002X"}},
      {"pii.cn_resident", "310101199001151238", {}},
      {"pii.cn_uscc", "统一社会信用代码：91350100M000100Y43", {"91350100M000100Y43"}},
      {"pii.cn_uscc", "统一社会信用代码 91350100M000100Y44", {}},
      {"pii.jp_my_number", "マイナンバーは1234 5678 9018です", {"1234 5678 9018"}},
      {"pii.jp_my_number", "123456789018 | マイナンバー 123456789019", {}},
      {"pii.kr_rrn",
       "900115-1234567, 주민등록번호 9001151234567",
       {"900115-1234567", "9001151234567"}},
      {"pii.kr_rrn", "901315-1234567 | 9001151234567", {}},
      {"pii.kr_brn", "220-81-62517", {"220-81-62517"}},
      {"pii.kr_brn", "2208162517 | 220-81-62518", {}},
      {"pii.sg_nric", "S1234567D G1234567X", {"S1234567D", "G1234567X"}},
      {"pii.sg_nric", "S1234567E", {}},
      {"pii.th_id",
       "1-1017-00230-70-8, เลขประจำตัวประชาชน 1101700230708",
       {"1-1017-00230-70-8", "1101700230708"}},
      {"pii.th_id", "1101700230708 | 1-1017-00230-70-7", {}},
      {"pii.hk_id", "A123456(3) HKID AB987654(3)", {"A123456(3)", "AB987654(3)"}},
      {"pii.hk_id", "A123456(4)", {}},
      {"pii.tw_id", "A123456789", {"A123456789"}},
      {"pii.tw_id", "A123456788", {}},
      {"pii.my_kad", "900115-14-1234", {"900115-14-1234"}},
      {"pii.my_kad", "900115141234 | 901315-14-1234", {}},
      {"pii.pk_cnic", "35202-1234567-1", {"35202-1234567-1"}},
      {"pii.pk_cnic", "3520212345671", {}},
      {"pii.ph_tin", "TIN 203-456-786-000", {"203-456-786-000"}},
      {"pii.ph_tin", "203456786 | TIN 203-456-787", {}},
      {"pii.ir_id", "کد ملی 0013542419", {"0013542419"}},
      {"pii.ir_id", "0013542419 | کد ملی 0013542418", {}},
      {"pii.il_id", "תעודת זהות 203456785", {"203456785"}},
      {"pii.il_id", "203456785 | תעודת זהות 203456786", {}},
      {"pii.za_id", "8001015009087", {"8001015009087"}},
      {"pii.za_id", "8001015009086 | 8013015009087", {}},
      {"pii.ng_nin", "NIN 70234567814", {"70234567814"}},
      {"pii.ng_nin", "70234567814 | NIN 70234567815", {}},
      // ---- health
      {"pii.us_npi", "NPI 1234567893", {"1234567893"}},
      {"pii.us_npi", "1234567893 | NPI 1234567890", {}},
      {"pii.us_dea", "DEA number AB1234563", {"AB1234563"}},
      {"pii.us_dea", "AB1234563 | DEA AB1234564", {}},
      {"pii.us_mbi", "1EG4-TE5-MK73, 1EG4TE5MK73", {"1EG4-TE5-MK73", "1EG4TE5MK73"}},
      {"pii.us_mbi", "1SG4-TE5-MK73", {}},
      {"pii.medical_record",
       "MRN: 00123456, medical record number is A-778812",
       {"00123456", "A-778812"}},
      {"pii.medical_record", "medical record 3 of 5 | 00123456", {}},
      {"pii.health_insurance", "member ID W1234567801", {"W1234567801"}},
      {"pii.health_insurance", "W1234567801 | health insurance 2026", {}},
      // ---- networks and devices
      {"pii.ip",
       "10.0.0.1:8080, 10.0.0.0/8, ::ffff:192.0.2.1, fe80::1ff:fe23:4567:890a%eth0, ::1",
       {"10.0.0.1", "10.0.0.0", "::ffff:192.0.2.1", "fe80::1ff:fe23:4567:890a%eth0", "::1"}},
      {"pii.ip", "Chrome/120.0.0.0 | std::abc | a[::2] | v1.2.3.4 | firmware 1.2.3.4", {}},
      {"pii.mac",
       "00:1B:44:11:3A:B7, 00-1b-44-11-3a-b7, 001b.4411.3ab7",
       {"00:1B:44:11:3A:B7", "00-1b-44-11-3a-b7", "001b.4411.3ab7"}},
      {"pii.mac", "ff:ff:ff:ff:ff:ff | 00:00:00:00:00:00 | 00:1B:44:11:3A:B7:00:01:02", {}},
      {"pii.imei",
       "35-209900-176148-1, IMEI 352099001761481",
       {"35-209900-176148-1", "352099001761481"}},
      {"pii.imei", "352099001761481 | IMEI 352099001761482", {}},
      {"pii.imsi", "IMSI 310150123456789", {"310150123456789"}},
      {"pii.imsi", "310150123456789 | IMSI 110150123456789", {}},
      // ---- vehicles
      {"pii.vin",
       "1M8GDM9AXKP042788, Fahrgestellnummer WVWZZZ1JZXW000001",
       {"1M8GDM9AXKP042788", "WVWZZZ1JZXW000001"}},
      {"pii.vin", "1M8GDM9A1KP042788 | WVWZZZ1JZXW000001", {}},
      {"pii.us_license_plate", "license plate ABC 1234", {"ABC 1234"}},
      {"pii.us_license_plate", "ABC 1234", {}},
      {"pii.uk_license_plate", "number plate AB12 CDE", {"AB12 CDE"}},
      {"pii.uk_license_plate", "AB12 CDE", {}},
      {"pii.de_license_plate", "Kennzeichen B-AB 1234", {"B-AB 1234"}},
      {"pii.de_license_plate", "B-AB 1234", {}},
      {"pii.fr_license_plate", "plaque AB-123-CD", {"AB-123-CD"}},
      {"pii.fr_license_plate", "AB-123-CD", {}},
      {"pii.es_license_plate", "matrícula 1234 BCD", {"1234 BCD"}},
      {"pii.es_license_plate", "1234 BCD", {}},
      {"pii.it_license_plate", "targa AB123CD", {"AB123CD"}},
      {"pii.it_license_plate", "AB123CD", {}},
      {"pii.pt_license_plate", "matrícula AA-12-BB", {"AA-12-BB"}},
      {"pii.pt_license_plate", "AA-12-BB", {}},
      {"pii.nl_license_plate", "kenteken 12-ABC-3", {"12-ABC-3"}},
      {"pii.nl_license_plate", "12-ABC-3", {}},
      {"pii.in_license_plate", "vehicle MH 12 AB 1234", {"MH 12 AB 1234"}},
      {"pii.in_license_plate", "MH 12 AB 1234", {}},
      {"pii.br_license_plate", "placa ABC1D23", {"ABC1D23"}},
      {"pii.br_license_plate", "ABC1D23", {}},
      {"pii.se_license_plate", "registreringsnummer ABC 12D", {"ABC 12D"}},
      {"pii.se_license_plate", "ABC 12D", {}},
      {"pii.tr_license_plate", "plaka 34 ABC 123", {"34 ABC 123"}},
      {"pii.tr_license_plate", "34 ABC 123", {}},
      {"pii.cn_license_plate", "京A12345", {"京A12345"}},
      {"pii.cn_license_plate", "京都12345", {}},
      // ---- crypto
      {"pii.bitcoin",
       "to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa or bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4.",
       {"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"}},
      {"pii.bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", {}},
      {"pii.ethereum",
       "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
       {"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"}},
      {"pii.ethereum", "0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed | 0x5aaeb6", {}},
  };
  return kCases;
}

/// The messages of a case in which nothing is found: "one | another".
std::vector<std::string> apart(std::string_view messages) {
  std::vector<std::string> result;
  while (!messages.empty()) {
    const std::size_t end = std::min(messages.find(" | "), messages.size());
    result.emplace_back(messages.substr(0, end));
    messages.remove_prefix(std::min(messages.size(), end + 3));
  }
  return result;
}

TEST_CASE("numbers are found with what speaks for them, and not without") {
  for (const Case& c : cases()) {
    CAPTURE(c.detector, c.message);
    if (!c.parts.empty()) {
      CHECK(found(detector(c.detector), c.message) == c.parts);
      continue;
    }
    for (const std::string& message : apart(c.message)) {
      CAPTURE(message);
      CHECK(found(detector(c.detector), message).empty());
    }
  }
}

TEST_CASE("every number of the catalogue is shown to be found and to be left alone") {
  for (const Detector& line : allDetectors()) {
    if (line.check == nullptr && line.evidence.written == 0) continue;
    CAPTURE(line.name);
    for (const bool finds : {true, false}) {
      CHECK(std::ranges::any_of(cases(), [&](const Case& c) {
        return c.detector == line.name && c.parts.empty() != finds;
      }));
    }
  }
}

TEST_CASE("ten bare digits with a check digit are nothing without a word for them") {
  for (const Detector& line : allDetectors()) {
    CAPTURE(line.name);
    // One in ten or eleven, in one piece: with the conversation's country too.
    if (line.check == nullptr || line.evidence.check > 0.15 ||
        line.needs.lead + line.needs.tail > 0) {
      continue;
    };
    CHECK(line.evidence.bare + line.evidence.check + 0.15 < kDetectorBar);
  }
}

TEST_CASE("a quick search finds what a search of the whole text finds") {
  // Every message behind digits, letters and signs that could be taken for a part of the number.
  for (const Case& c : cases()) {
    for (const char* before : {"", "7 ", "a1 ", "12-34 (5) ", "x", "№ 88, "}) {
      const std::string message = before + std::string(c.message) + " 12";
      CAPTURE(c.detector, message);
      CHECK(test::detectorHits(c.detector, message, test::Search::kQuick) ==
            test::detectorHits(c.detector, message, test::Search::kEverywhere));
    }
  }
}

}  // namespace
}  // namespace decorum::text
