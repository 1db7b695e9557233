using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Interop;

/// <summary>The digests of EIP-712 over typed data in the JSON of <c>eth_signTypedData_v4</c>: never throws.</summary>
/// <remarks>
/// <para><b>Computes</b> hashStruct(s) = keccak256(keccak256(encodeType(s)) ‖ encodeData(s)) and, for a whole message, keccak256(19 01 ‖ domainSeparator ‖ hashStruct(message)).</para>
/// <para>Types: structs, string, bytes, bytes1 to bytes32, uint8 to uint256, address, bool. Arrays and signed integers are refused, as is a value that lacks a member or has another.</para>
/// <para><b>Reference.</b> EIP-712, "Definition of hashStruct".</para>
/// </remarks>
public sealed class TypedDataHasher
{
    private const int WordBytes = 32;
    private const string DomainType = "EIP712Domain";

    private readonly SortedDictionary<string, JsonValue> _types = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Digest> _typeHashes = new(StringComparer.Ordinal);

    private TypedDataHasher(JsonValue types)
    {
        foreach ((string name, JsonValue members) in types.Members)
            _types.Add(name, members);
    }

    /// <summary>Makes the digest that is signed, and the hash of the message in it; false if the data is not of the form above.</summary>
    public static bool TryHash(JsonValue typedData, out Digest structHash, out Digest digest)
    {
        digest = default;
        structHash = default;
        if (!typedData.TryGet("types", out JsonValue? types) || !typedData.TryGetString("primaryType", out string? primaryType))
            return false;
        if (!typedData.TryGet("domain", out JsonValue? domain) || !typedData.TryGet("message", out JsonValue? message))
            return false;
        TypedDataHasher hasher = new(types);
        if (!hasher.TryHashStruct(DomainType, domain, out Digest separator) || !hasher.TryHashStruct(primaryType, message, out structHash))
            return false;
        digest = Keccak256.HashData([0x19, 0x01, .. separator.AsSpan(), .. structHash.AsSpan()]);
        return true;
    }

    private bool TryHashStruct(string type, JsonValue value, out Digest hash)
    {
        hash = default;
        if (!TryHashType(type, out Digest typeHash) || value.Kind != JsonKind.Object || value.Members.Length != _types[type].Items.Length)
            return false;
        List<byte> encoded = [.. typeHash.AsSpan()];
        foreach (JsonValue member in _types[type].Items)
        {
            if (!TryReadMember(member, out string? name, out string? memberType) || !value.TryGet(name, out JsonValue? content))
                return false;
            if (!TryEncode(memberType, content, out Digest word))
                return false;
            encoded.AddRange(word.AsSpan());
        }

        hash = Keccak256.HashData(encoded.ToArray());
        return true;
    }

    /// <summary>keccak256 of the struct's own text, then those of the structs that it is made of, in the order of their names.</summary>
    private bool TryHashType(string type, out Digest hash)
    {
        if (_typeHashes.TryGetValue(type, out hash))
            return true;
        SortedSet<string> parts = new(StringComparer.Ordinal);
        if (!TryCollect(type, parts))
            return false;
        parts.Remove(type);
        StringBuilder text = new(TextOf(type));
        foreach (string part in parts)
            text.Append(TextOf(part));
        hash = Keccak256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
        _typeHashes.Add(type, hash);
        return true;
    }

    /// <summary>The struct and those that it leads to; a queue, because names chosen by a stranger may lead far.</summary>
    private bool TryCollect(string type, SortedSet<string> parts)
    {
        Queue<string> open = new([type]);
        while (open.TryDequeue(out string? next))
        {
            if (!_types.TryGetValue(next, out JsonValue? members) || members.Kind != JsonKind.Array || !IsIdentifier(next))
                return false;
            if (!parts.Add(next))
                continue;
            SortedSet<string> names = new(StringComparer.Ordinal);
            foreach (JsonValue member in members.Items)
            {
                if (!TryReadMember(member, out string? name, out string? memberType) || !IsIdentifier(name) || !names.Add(name))
                    return false;
                if (_types.ContainsKey(memberType))
                    open.Enqueue(memberType);
            }
        }

        return true;
    }

    /// <summary>A name as EIP-712 has them, those of Solidity: one with a comma or a parenthesis in it would spell the text of another type.</summary>
    private static bool IsIdentifier(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(static unit => char.IsAsciiLetterOrDigit(unit) || unit is '_' or '$');

    private string TextOf(string type)
    {
        StringBuilder text = new(type + "(");
        foreach (JsonValue member in _types[type].Items)
        {
            if (TryReadMember(member, out string? name, out string? memberType))
                text.Append(text[^1] == '(' ? "" : ",").Append(memberType).Append(' ').Append(name);
        }

        return text.Append(')').ToString();
    }

    private static bool TryReadMember(JsonValue member, [NotNullWhen(true)] out string? name, [NotNullWhen(true)] out string? type)
    {
        type = null;
        return member.TryGetString("name", out name) && member.TryGetString("type", out type);
    }

    /// <summary>encodeData of one member: 32 bytes.</summary>
    private bool TryEncode(string type, JsonValue value, out Digest word)
    {
        word = default;
        if (_types.ContainsKey(type))
            return TryHashStruct(type, value, out word);
        if (type == "bool")
            return TryEncodeBool(value, out word);
        if (value.Kind != JsonKind.String && value.Kind != JsonKind.Number)
            return false;
        if (type == "string" && value.Kind == JsonKind.String)
        {
            word = Keccak256.HashData(Encoding.UTF8.GetBytes(value.Text));
            return true;
        }

        return type.StartsWith("uint", StringComparison.Ordinal) ? TryEncodeNumber(type, value.Text, out word) : TryEncodeBytes(type, value.Text, out word);
    }

    private static bool TryEncodeBool(JsonValue value, out Digest word)
    {
        word = new Digest([.. new byte[WordBytes - 1], value.Kind == JsonKind.True ? (byte)1 : (byte)0]);
        return value.Kind is JsonKind.True or JsonKind.False;
    }

    private static bool TryEncodeNumber(string type, string text, out Digest word)
    {
        word = default;
        bool isType = int.TryParse(type.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out int bits) && bits is > 0 and <= 256 && bits % 8 == 0;
        if (!isType || text.Length > 78 || !BigInteger.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger number) || number.GetBitLength() > bits)
            return false;
        Span<byte> bytes = stackalloc byte[WordBytes];
        bytes.Clear();
        if (!number.TryWriteBytes(bytes[(WordBytes - number.GetByteCount(isUnsigned: true))..], out _, isUnsigned: true, isBigEndian: true))
            return false;
        word = new Digest(bytes);
        return true;
    }

    /// <summary>bytes are hashed; bytesN stand on the left of their word, an address, which is a number, on the right.</summary>
    private static bool TryEncodeBytes(string type, string text, out Digest word)
    {
        word = default;
        if (!Hexadecimal.TryDecode(text, out byte[] bytes))
            return false;
        if (type == "bytes")
            word = Keccak256.HashData(bytes);
        else if (type == "address" && bytes.Length == EthereumAccount.AddressBytes)
            word = new Digest([.. new byte[WordBytes - bytes.Length], .. bytes]);
        else if (type == string.Create(CultureInfo.InvariantCulture, $"bytes{bytes.Length}") && bytes.Length is > 0 and <= WordBytes)
            word = new Digest([.. bytes, .. new byte[WordBytes - bytes.Length]]);
        else
            return false;
        return true;
    }
}
