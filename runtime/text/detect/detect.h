/// The code of the detectors: each judges one candidate (see `Detector::confirm`).
#pragma once

#include <vector>

#include "runtime/text/detect/detectors.h"

namespace decorum::text::detect {

/// Of all lines with NUMBER.
void identityNumber(const Candidate& candidate, std::vector<Finding>& findings);

void email(const Candidate& candidate, std::vector<Finding>& findings);
void emailSpelled(const Candidate& candidate, std::vector<Finding>& findings);
void socialHandle(const Candidate& candidate, std::vector<Finding>& findings);
void dateOfBirth(const Candidate& candidate, std::vector<Finding>& findings);
void age(const Candidate& candidate, std::vector<Finding>& findings);
void postcode(const Candidate& candidate, std::vector<Finding>& findings);
void streetAddress(const Candidate& candidate, std::vector<Finding>& findings);
void personName(const Candidate& candidate, std::vector<Finding>& findings);
void card(const Candidate& candidate, std::vector<Finding>& findings);
void cardSecurityCode(const Candidate& candidate, std::vector<Finding>& findings);
void phone(const Candidate& candidate, std::vector<Finding>& findings);
void iban(const Candidate& candidate, std::vector<Finding>& findings);
void bic(const Candidate& candidate, std::vector<Finding>& findings);
void cardExpiry(const Candidate& candidate, std::vector<Finding>& findings);
void cardTrack(const Candidate& candidate, std::vector<Finding>& findings);
void cardPin(const Candidate& candidate, std::vector<Finding>& findings);
void koreanResident(const Candidate& candidate, std::vector<Finding>& findings);
void labelled(const Candidate& candidate, std::vector<Finding>& findings);
void mac(const Candidate& candidate, std::vector<Finding>& findings);
void vin(const Candidate& candidate, std::vector<Finding>& findings);
void bitcoin(const Candidate& candidate, std::vector<Finding>& findings);
void ethereum(const Candidate& candidate, std::vector<Finding>& findings);
void ipAddress(const Candidate& candidate, std::vector<Finding>& findings);
void url(const Candidate& candidate, std::vector<Finding>& findings);
void money(const Candidate& candidate, std::vector<Finding>& findings);
void date(const Candidate& candidate, std::vector<Finding>& findings);
void timeOfDay(const Candidate& candidate, std::vector<Finding>& findings);
void number(const Candidate& candidate, std::vector<Finding>& findings);
void percent(const Candidate& candidate, std::vector<Finding>& findings);
void providerKey(const Candidate& candidate, std::vector<Finding>& findings);
void webToken(const Candidate& candidate, std::vector<Finding>& findings);
void privateKey(const Candidate& candidate, std::vector<Finding>& findings);
void webhookUrl(const Candidate& candidate, std::vector<Finding>& findings);
void passwordHash(const Candidate& candidate, std::vector<Finding>& findings);
void urlWithPassword(const Candidate& candidate, std::vector<Finding>& findings);
void namedSecret(const Candidate& candidate, std::vector<Finding>& findings);
void password(const Candidate& candidate, std::vector<Finding>& findings);
void oneTimeCode(const Candidate& candidate, std::vector<Finding>& findings);

}  // namespace decorum::text::detect
