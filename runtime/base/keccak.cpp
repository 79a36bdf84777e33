/// The sponge of "The Keccak reference", version 3.0, with a rate of 136 bytes.
#include "runtime/base/keccak.h"

#include <bit>
#include <cstddef>

namespace decorum {
namespace {

using State = std::array<std::uint64_t, 25>;

constexpr std::size_t kRate = 136;

constexpr std::array<std::uint64_t, 24> kRoundConstants = {
    0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000,
    0x000000000000808B, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
    0x000000000000008A, 0x0000000000000088, 0x0000000080008009, 0x000000008000000A,
    0x000000008000808B, 0x800000000000008B, 0x8000000000008089, 0x8000000000008003,
    0x8000000000008002, 0x8000000000000080, 0x000000000000800A, 0x800000008000000A,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008};

void mixColumns(State& a) {
  std::array<std::uint64_t, 5> column{};
  for (std::size_t x = 0; x < 5; ++x)
    column[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
  for (std::size_t x = 0; x < 5; ++x) {
    const std::uint64_t mixed = column[(x + 4) % 5] ^ std::rotl(column[(x + 1) % 5], 1);
    for (std::size_t y = 0; y < 25; y += 5) a[x + y] ^= mixed;
  }
}

/// Turns each lane by its distance and moves it to its place.
void turnAndMove(State& a) {
  std::size_t x = 1;
  std::size_t y = 0;
  std::uint64_t moving = a[1];
  for (int t = 0; t < 24; ++t) {
    const std::size_t new_y = (2 * x + 3 * y) % 5;
    x = y;
    y = new_y;
    const std::uint64_t next = a[x + 5 * y];
    a[x + 5 * y] = std::rotl(moving, (t + 1) * (t + 2) / 2 % 64);
    moving = next;
  }
}

void mixRows(State& a) {
  for (std::size_t y = 0; y < 25; y += 5) {
    const std::array<std::uint64_t, 5> row = {a[y], a[y + 1], a[y + 2], a[y + 3], a[y + 4]};
    for (std::size_t x = 0; x < 5; ++x) a[x + y] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
  }
}

void permute(State& a) {
  for (const std::uint64_t constant : kRoundConstants) {
    mixColumns(a);
    turnAndMove(a);
    mixRows(a);
    a[0] ^= constant;
  }
}

void absorb(State& a, std::size_t place, std::uint8_t byte) {
  a[place / 8] ^= std::uint64_t{byte} << (8 * (place % 8));
}

}  // namespace

std::array<std::uint8_t, 32> keccak256(std::string_view bytes) {
  State state{};
  std::size_t place = 0;
  for (const char c : bytes) {
    absorb(state, place++, static_cast<std::uint8_t>(c));
    if (place < kRate) continue;
    permute(state);
    place = 0;
  }
  absorb(state, place, 0x01);
  absorb(state, kRate - 1, 0x80);
  permute(state);
  std::array<std::uint8_t, 32> digest{};
  for (std::size_t i = 0; i < digest.size(); ++i) {
    digest[i] = static_cast<std::uint8_t>(state[i / 8] >> (8 * (i % 8)));
  }
  return digest;
}

}  // namespace decorum
