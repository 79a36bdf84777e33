#include "tests/bench/pii/gold_types.h"

#include <algorithm>
#include <array>

namespace decorum::bench {
namespace {

constexpr std::size_t kMostTypes = 8;

struct Entry {
  std::string_view detector;
  std::array<std::string_view, kMostTypes> types;  ///< "" behind the last
};

// The whole relation between our names and those of the sets.
constexpr Entry kEntries[] = {
    {"date", {"DATE_TIME"}},
    {"money", {"MONEY"}},
    {"pii.address", {"STREET_ADDRESS"}},
    {"pii.age", {"AGE"}},
    {"pii.ar_cuit", {"AR_TAX_ID", "AR_VAT"}},
    {"pii.au_abn", {"AU_ABN", "AU_VAT"}},
    {"pii.au_acn", {"AU_ACN"}},
    {"pii.au_medicare", {"AU_MEDICARE"}},
    {"pii.au_tfn", {"AU_TFN"}},
    {"pii.be_national", {"BE_NATIONAL_NUMBER"}},
    {"pii.bg_egn", {"BG_TAX_ID"}},
    {"pii.bic", {"BIC_SWIFT"}},
    {"pii.bitcoin", {"CRYPTO"}},
    {"pii.br_cnpj", {"BR_CPF_CNPJ", "BR_CNPJ"}},
    {"pii.br_cpf", {"BR_CPF_CNPJ", "BR_CPF", "NATIONAL_ID"}},
    {"pii.br_license_plate", {"BR_LICENSE_PLATE"}},
    {"pii.ca_sin", {"CA_SIN"}},
    {"pii.card", {"CREDIT_CARD"}},
    {"pii.cl_rut", {"CL_VAT"}},
    {"pii.cn_license_plate", {"CN_LICENSE_PLATE"}},
    {"pii.cn_resident", {"CN_RESIDENT_ID", "NATIONAL_ID"}},
    {"pii.cn_uscc", {"CN_USCC"}},
    {"pii.cz_rodne_cislo", {"CZ_TAX_ID", "SK_TAX_ID"}},
    {"pii.date_of_birth", {"DATE_OF_BIRTH"}},
    {"pii.de_health_insurance", {"DE_HEALTH_INSURANCE"}},
    {"pii.de_id_card", {"DE_ID_CARD", "DE_PASSPORT"}},
    {"pii.de_license_plate", {"DE_LICENSE_PLATE", "DE_KFZ"}},
    {"pii.de_pension", {"DE_SOCIAL_SECURITY"}},
    {"pii.de_tax_id", {"DE_TAX_ID"}},
    {"pii.dk_cpr", {"DK_TAX_ID"}},
    {"pii.ee_isikukood", {"EE_TAX_ID"}},
    {"pii.email", {"EMAIL_ADDRESS"}},
    {"pii.email_spelled", {"EMAIL_ADDRESS"}},
    {"pii.es_nif", {"ES_NIF", "ES_NIE", "ES_NIF_NIE", "ES_VAT", "NATIONAL_ID"}},
    {"pii.ethereum", {"CRYPTO_ETH", "CRYPTO"}},
    {"pii.fi_hetu", {"FI_PERSONAL_IDENTITY_CODE", "NATIONAL_ID"}},
    {"pii.fr_nir", {"FR_NIR"}},
    {"pii.fr_spi", {"FR_TAX_ID"}},
    {"pii.gr_afm", {"GR_TAX_ID"}},
    {"pii.health_insurance", {"HEALTH_INSURANCE_ID"}},
    {"pii.hk_id", {"HK_NATIONAL_ID"}},
    {"pii.hr_oib", {"HR_TAX_ID"}},
    {"pii.iban", {"IBAN_CODE"}},
    {"pii.ie_pps", {"IE_TAX_ID"}},
    {"pii.il_id", {"IL_NATIONAL_ID"}},
    {"pii.imei", {"IMEI"}},
    {"pii.in_aadhaar", {"IN_AADHAAR", "NATIONAL_ID"}},
    {"pii.in_gstin", {"IN_GSTIN"}},
    {"pii.in_license_plate", {"IN_LICENSE_PLATE", "IN_VEHICLE_REGISTRATION"}},
    {"pii.in_pan", {"IN_PAN", "IN_TAX_ID"}},
    {"pii.ip", {"IP_ADDRESS"}},
    {"pii.ir_id", {"IR_NATIONAL_ID"}},
    {"pii.it_codice_fiscale", {"IT_FISCAL_CODE", "NATIONAL_ID"}},
    {"pii.it_partita_iva", {"IT_VAT_CODE"}},
    {"pii.jp_my_number", {"JP_MY_NUMBER"}},
    {"pii.kr_brn", {"KR_BRN"}},
    {"pii.kr_rrn", {"KR_RRN"}},
    {"pii.mac", {"MAC_ADDRESS"}},
    {"pii.medical_record", {"MEDICAL_RECORD_ID"}},
    {"pii.mx_rfc", {"MX_VAT"}},
    {"pii.name", {"PERSON"}},
    {"pii.ng_nin", {"NG_NIN"}},
    {"pii.nl_bsn", {"NL_BSN"}},
    {"pii.no_fodselsnummer", {"NO_NATIONAL_ID", "NATIONAL_ID"}},
    {"pii.ph_tin", {"PH_TIN"}},
    {"pii.phone", {"PHONE_NUMBER", "PH_MOBILE_NUMBER", "TR_PHONE_NUMBER"}},
    {"pii.pk_cnic", {"PK_NATIONAL_ID"}},
    {"pii.pl_nip", {"PL_TAX_ID"}},
    {"pii.pl_pesel", {"PL_PESEL", "NATIONAL_ID"}},
    {"pii.postcode", {"POSTAL_CODE", "ZIP_CODE", "UK_POSTCODE"}},
    {"pii.pt_license_plate", {"PT_LICENSE_PLATE"}},
    {"pii.pt_nif", {"PT_VAT"}},
    {"pii.ro_cnp", {"RO_TAX_ID"}},
    {"pii.se_license_plate", {"SE_LICENSE_PLATE"}},
    {"pii.se_orgnr", {"SE_ORGANISATIONSNUMMER"}},
    {"pii.se_personnummer", {"SE_PERSONNUMMER"}},
    {"pii.sg_nric", {"SG_NRIC_FIN"}},
    {"pii.social_handle", {"SOCIAL_ACCOUNT", "USERNAME"}},
    {"pii.ssn", {"US_SSN"}},
    {"pii.th_id", {"TH_TNIN", "NATIONAL_ID"}},
    {"pii.tr_id", {"TR_NATIONAL_ID"}},
    {"pii.tr_license_plate", {"TR_LICENSE_PLATE"}},
    {"pii.tw_id", {"TW_NATIONAL_ID"}},
    {"pii.ua_rnokpp", {"UA_TAX_ID"}},
    {"pii.uk_driving_licence", {"UK_DRIVING_LICENCE"}},
    {"pii.uk_license_plate", {"UK_VEHICLE_REGISTRATION"}},
    {"pii.uk_nhs", {"UK_NHS"}},
    {"pii.uk_nino", {"UK_NINO"}},
    {"pii.uk_passport", {"UK_PASSPORT"}},
    {"pii.uk_utr", {"GB_TAX_ID"}},
    {"pii.us_account", {"US_BANK_NUMBER"}},
    {"pii.us_dea", {"MEDICAL_LICENSE"}},
    {"pii.us_driver_license", {"US_DRIVER_LICENSE"}},
    {"pii.us_ein", {"US_TAX_ID"}},
    {"pii.us_itin", {"US_ITIN"}},
    {"pii.us_mbi", {"US_MBI"}},
    {"pii.us_npi", {"US_NPI"}},
    {"pii.us_passport", {"US_PASSPORT"}},
    {"pii.us_routing", {"ABA_ROUTING_NUMBER"}},
    {"pii.za_id", {"ZA_ID_NUMBER"}},
    {"secret.*", {"SECRET", "PASSWORD"}},
    {"url", {"URL", "DOMAIN_NAME"}},
};

}  // namespace

std::span<const std::string_view> goldTypes(std::string_view detector) {
  if (detector.starts_with("secret.")) detector = "secret.*";
  const auto* entry = std::ranges::find(kEntries, detector, &Entry::detector);
  if (entry == std::end(kEntries)) return {};
  const auto end = std::ranges::find(entry->types, std::string_view());
  return {entry->types.begin(), end};
}

}  // namespace decorum::bench
