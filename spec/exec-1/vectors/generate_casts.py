"""Writes casts.json: what Cast makes of chosen elements of every type, in every type, computed from the text of exec-1 on exact fractions."""

import json
import pathlib
from fractions import Fraction

FLOATS = {  # bytes, bits of exponent, bits of fraction, bias, specials
    'f64': (8, 11, 52, 1023, 'ieee'),
    'f32': (4, 8, 23, 127, 'ieee'),
    'f16': (2, 5, 10, 15, 'ieee'),
    'bf16': (2, 8, 7, 127, 'ieee'),
    'f8e4m3fn': (1, 4, 3, 7, 'fn'),
    'f8e4m3fnuz': (1, 4, 3, 8, 'fnuz'),
    'f8e5m2': (1, 5, 2, 15, 'ieee'),
    'f8e5m2fnuz': (1, 5, 2, 16, 'fnuz'),
    'f4e2m1': (1, 2, 1, 1, 'none'),
}
NAN = {'f64': 0x7FF8 << 48, 'f32': 0x7FC00000, 'f16': 0x7E00, 'bf16': 0x7FC0, 'f8e4m3fn': 0x7F, 'f8e4m3fnuz': 0x80, 'f8e5m2': 0x7E,
       'f8e5m2fnuz': 0x80, 'f4e2m1': 0x8, 'f8e8m0': 0xFF}
INTEGERS = {'i64': (64, True), 'i32': (32, True), 'i16': (16, True), 'i8': (8, True), 'i4': (4, True), 'i2': (2, True),
            'u64': (64, False), 'u32': (32, False), 'u16': (16, False), 'u8': (8, False), 'u4': (4, False), 'u2': (2, False)}
TYPES = [*FLOATS, 'f8e8m0', *INTEGERS, 'bool']


def size_bytes(name):
    if name in FLOATS:
        return FLOATS[name][0]
    return max(INTEGERS[name][0] // 8, 1) if name in INTEGERS else 1


def magnitude_of(name, bits):
    """The number that exponent and fraction stand for."""
    _, _, fraction_bits, bias, _ = FLOATS[name]
    exponent, fraction = bits >> fraction_bits, bits & ((1 << fraction_bits) - 1)
    if exponent == 0:
        return Fraction(fraction) * Fraction(2) ** (1 - bias - fraction_bits)
    return Fraction((1 << fraction_bits) + fraction) * Fraction(2) ** (exponent - bias - fraction_bits)


def largest(name):
    """Exponent and fraction of the largest finite number."""
    _, exponent_bits, fraction_bits, _, specials = FLOATS[name]
    ones = (1 << (exponent_bits + fraction_bits)) - 1
    return {'ieee': ones - (1 << fraction_bits), 'fn': ones - 1}.get(specials, ones)


def decode(name, bits):
    """(negative, magnitude); the magnitude is a Fraction, 'inf' or 'nan'."""
    if name == 'bool':
        return False, Fraction(bits)
    if name in INTEGERS:
        width, signed = INTEGERS[name]
        bits &= (1 << width) - 1
        value = bits - (1 << width) if signed and bits >> (width - 1) else bits
        return value < 0, Fraction(abs(value))
    if name == 'f8e8m0':
        return False, 'nan' if bits == 0xFF else Fraction(2) ** (bits - 127)
    _, exponent_bits, fraction_bits, _, specials = FLOATS[name]
    sign = bits >> (exponent_bits + fraction_bits)
    magnitude = bits & ((1 << (exponent_bits + fraction_bits)) - 1)
    if specials == 'fnuz' and sign and magnitude == 0:
        return False, 'nan'
    if specials in ('ieee', 'fn') and magnitude > largest(name):
        is_infinity = specials == 'ieee' and magnitude == largest(name) + 1
        return bool(sign), 'inf' if is_infinity else 'nan'
    return bool(sign), magnitude_of(name, magnitude)


def encode_float(name, negative, magnitude, saturate):
    _, exponent_bits, fraction_bits, bias, specials = FLOATS[name]
    if magnitude == 'nan':
        return NAN[name]
    sign = int(negative) << (exponent_bits + fraction_bits)
    special = {'ieee': sign | (largest(name) + 1), 'none': sign | largest(name)}.get(specials, NAN[name])
    narrow = size_bytes(name) == 1
    beyond = sign | largest(name) if narrow and saturate else special
    if magnitude == 'inf':
        return beyond
    exponent = max(floor_log2(magnitude), 1 - bias) if magnitude else 1 - bias
    units = round_even(magnitude / Fraction(2) ** (exponent - fraction_bits))
    bits = ((exponent + bias - 1) << fraction_bits) + units
    if bits > largest(name):
        return beyond
    return 0 if bits == 0 and specials == 'fnuz' else sign | bits


def floor_log2(x):
    guess = x.numerator.bit_length() - x.denominator.bit_length()
    return guess if Fraction(2) ** guess <= x else guess - 1


def round_even(x):
    return round(x)  # Python rounds a Fraction half to even, exactly


def encode_scale(negative, magnitude, saturate, mode):
    if magnitude == 'nan':
        return 0xFF
    if magnitude == 'inf':
        exponent = -1000 if negative else 1000
    elif negative or magnitude == 0:
        exponent = -1000
    else:
        exponent = floor_log2(magnitude)
        rest = magnitude / Fraction(2) ** exponent
        exponent += (mode == 'up' and rest > 1) or (mode == 'nearest' and rest >= Fraction(3, 2))
    if -127 <= exponent <= 127:
        return exponent + 127
    return 0xFF if not saturate else 0 if exponent < 0 else 254


def encode_integer(name, source, negative, magnitude):
    width, signed = INTEGERS[name]
    if magnitude == 'nan':
        return 0
    if source in FLOATS or source == 'f8e8m0':
        cut = 1 << 200 if magnitude == 'inf' else int(magnitude)
        cut = -cut if negative else cut
        if name in ('i64', 'i32'):
            cut = min(max(cut, -(1 << (width - 1))), (1 << (width - 1)) - 1)
        elif name == 'u64' and cut >= 0:
            cut = min(cut, (1 << 64) - 1)
        else:
            cut = min(max(cut, -(1 << 63)), (1 << 63) - 1)
    else:
        cut = -int(magnitude) if negative else int(magnitude)
    bits = cut & ((1 << width) - 1)
    if signed and width < 8 and bits >> (width - 1):
        bits |= 0x100 - (1 << width)
    return bits


def cast(source, bits, target, saturate, mode):
    negative, magnitude = decode(source, bits)
    if target == 'bool':
        return 0 if magnitude == 0 else 1
    if target in INTEGERS:
        return encode_integer(target, source, negative, magnitude)
    if target == 'f8e8m0':
        return encode_scale(negative, magnitude, saturate, mode)
    return encode_float(target, negative, magnitude, saturate)


def samples(name):
    """Elements at the edges of the type, and elements at the edges of the others."""
    if name == 'bool':
        return [0, 1]
    if name == 'f8e8m0':
        return [0, 1, 124, 126, 127, 128, 135, 190, 253, 254, 255]
    if name in INTEGERS:
        width, signed = INTEGERS[name]
        found = {0, 1, (1 << (width - 1)) - 1, 1 << (width - 1), (1 << width) - 1}
        if width >= 8:
            found |= {2, 3, 7, 9, 17, 100, (1 << width) - 3, (1 << width) - 100}
            found |= {(1 << p) + d for p in range(4, width) if p in (8, 11, 12, 16, 24, 25, 31, 32, 53, 54, 62, 63) for d in (-1, 0, 1)}
        bits = sorted(b for b in found if 0 <= b < 1 << width)
        return [b | (0x100 - (1 << width)) if signed and width < 8 and b >> (width - 1) else b for b in bits]
    _, exponent_bits, fraction_bits, bias, specials = FLOATS[name]
    sign = 1 << (exponent_bits + fraction_bits)
    found = {0, 1, 2, (1 << fraction_bits) - 1, 1 << fraction_bits, largest(name), largest(name) - 1, bias << fraction_bits}
    if fraction_bits > 2:
        for value in (Fraction(1, 3), Fraction(2, 3), Fraction(5, 2), Fraction(7, 2), Fraction(13, 2), 100, 448, 464, 465, 57344, 61440, 65504, 65520, 65519,
                      2 ** 31, 2 ** 32, 2 ** 62, 2 ** 63, 2 ** 64, Fraction(1, 2 ** 14), Fraction(1, 2 ** 25), Fraction(3, 2 ** 25), Fraction(1, 2 ** 127)):
            found.add(encode_float(name, False, Fraction(value), True))
            found.add(encode_float(name, False, Fraction(value) * (1 + Fraction(1, 2 ** fraction_bits)), True))
    found = {bits for bits in found if bits < sign}
    found |= {bits | sign for bits in found if specials != 'fnuz' or bits != 0}
    if specials == 'ieee':
        found |= {largest(name) + 1, (largest(name) + 1) | sign}
    if specials != 'none':
        found |= {NAN[name]}
    if specials in ('ieee', 'fn'):
        found = {bits for bits in found if decode(name, bits)[1] != 'nan' or bits == NAN[name]}
    return sorted(found)


def encode_all(name, elements):
    return b''.join(element.to_bytes(size_bytes(name), 'little') for element in elements).hex()


def main():
    vectors = []
    for source in TYPES:
        for target in TYPES:
            rules = [(True, 'up')]
            if target.startswith('f8'):
                rules.append((False, 'up'))
            if target == 'f8e8m0':
                rules += [(True, 'down'), (True, 'nearest'), (False, 'nearest')]
            for saturate, mode in rules:
                if source == target:
                    continue
                given = samples(source)
                made = [cast(source, bits, target, saturate, mode) for bits in given]
                vectors.append({'from': source, 'to': target, 'saturate': int(saturate), 'round_mode': mode,
                                'input': encode_all(source, given), 'output': encode_all(target, made)})
    path = pathlib.Path(__file__).with_name('casts.json')
    path.write_text('[\n' + ',\n'.join(json.dumps(vector, separators=(',', ':')) for vector in vectors) + '\n]\n')
    print(len(vectors), 'casts')


main()
