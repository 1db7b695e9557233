using System.Globalization;
using OpenGradient.Primitives;

namespace OpenGradient.Models.HuggingFace;

/// <summary>The members of a <c>config.json</c>, with typed reads whose errors name the file and the member.</summary>
/// <remarks>
/// A member that tells of attention, positions, experts, norms or scales and that nothing here reads is refused by its name: leaving it out would change
/// the model. <c>null</c> counts as missing.
/// </remarks>
internal sealed class ModelConfig
{
    private const int LimitBytes = 1 << 20;

    private static readonly string[] SensitiveParts =
        ["attention", "attn", "rope", "rotary", "expert", "moe", "scal", "multiplier", "softcap", "window", "norm", "_bias", "parallel", "layer_types", "activation", "alibi", "pooling", "quantization"];

    private static readonly string[] Harmless =
    [
        "_attn_implementation", "_attn_implementation_autoset", "attention_dropout", "attention_probs_dropout_prob", "attn_pdrop", "layer_norm_epsilon", "moe_dropout", "output_attentions",
        "output_router_logits", "reorder_and_upcast_attn", "router_aux_loss_coef", "router_jitter_noise", "summary_activation", "use_bfloat16", "cache_implementation",
    ];

    private readonly JsonValue _json;
    private readonly string _path;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    private ModelConfig(JsonValue json, string path)
    {
        _json = json;
        _path = path;
    }

    /// <summary>The members of a file.</summary>
    /// <exception cref="InvalidInputException">It is no JSON object; the subject is the file.</exception>
    public static ModelConfig Parse(ReadOnlySpan<byte> bytes, string file) => JsonReader.TryRead(bytes, out JsonValue? json, out int offset) && json.Kind == JsonKind.Object
        ? new ModelConfig(json, file)
        : throw new InvalidInputException(InvalidInputKind.Malformed, file, $"It is no JSON object with distinct names; it stops making sense at byte {Math.Max(offset, 0)}.");

    /// <summary>The members of <c>config.json</c>.</summary>
    public static ModelConfig Read(ModelFolder folder) => Parse(folder.ReadConfig(LimitBytes), ModelFolder.Config);

    /// <summary>The members of another file, or null if the model does not have it.</summary>
    public static ModelConfig? TryRead(ModelFolder folder, string name) => folder.TryRead(name, LimitBytes) is { } bytes ? Parse(bytes, name) : null;

    /// <summary>Whether the member is there and not null; it counts as read.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>; without <paramref name="otherwise"/> it must be there.</summary>
    public int Whole(string name, int most, int? otherwise = null, int least = 1)
    {
        if (Find(name) is not { } value)
            return otherwise ?? throw Missing(name);
        return value.Kind == JsonKind.Number && long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number >= least && number <= most
            ? (int)number
            : throw Invalid(name, $"It is no whole number between {least} and {most}.");
    }

    /// <summary>A finite number, as the nearest binary32 of its nearest binary64; without <paramref name="otherwise"/> it must be there.</summary>
    public float Number(string name, float? otherwise = null)
    {
        if (Find(name) is not { } value)
            return otherwise ?? throw Missing(name);
        return ToNumber(value) ?? throw Invalid(name, "It is no finite number.");
    }

    /// <summary>A list of so many finite numbers.</summary>
    public float[] Numbers(string name, int count)
    {
        JsonValue list = Find(name) ?? throw Missing(name);
        return list.Items.Length == count
            ? [.. list.Items.Select(item => ToNumber(item) ?? throw Invalid(name, "It holds something else than finite numbers."))]
            : throw Invalid(name, $"It is no list of {count} numbers.");
    }

    /// <summary>A flag.</summary>
    public bool Flag(string name, bool otherwise) => Find(name)?.Kind switch
    {
        null => otherwise,
        JsonKind.True => true,
        JsonKind.False => false,
        _ => throw Invalid(name, "It is neither true nor false."),
    };

    /// <summary>A string, or null if it is missing.</summary>
    public string? Text(string name) => Find(name) is not { } value ? null : value.Kind == JsonKind.String ? value.Text : throw Invalid(name, "It is no string.");

    /// <summary>The strings of a list; empty if it is missing.</summary>
    public string[] Texts(string name) => [.. (Find(name)?.Items ?? []).Select(item => item.Kind == JsonKind.String ? item.Text : throw Invalid(name, "It holds something else than strings."))];

    /// <summary>The numbers of a list, or one number; empty if it is missing.</summary>
    public int[] WholeNumbers(string name)
    {
        if (Find(name) is not { } value)
            return [];
        return [.. (value.Kind == JsonKind.Array ? value.Items : [value]).Select(item => int.TryParse(item.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw Invalid(name, "It holds something else than whole numbers from 0."))];
    }

    /// <summary>An object in this one, or null if it is missing.</summary>
    public ModelConfig? Part(string name) => Find(name) is not { } value ? null
        : value.Kind == JsonKind.Object ? new ModelConfig(value, PathOf(name))
        : throw Invalid(name, "It is no object.");

    /// <summary>These members, some of a whole that this is a part of before them, and what is usual for all else.</summary>
    /// <param name="whole">The whole.</param>
    /// <param name="ofWhole">The members that the whole has the say about.</param>
    /// <param name="usual">Members that hold where neither says.</param>
    public ModelConfig Completed(ModelConfig whole, string[] ofWhole, JsonValue usual)
    {
        Dictionary<string, JsonValue> members = new(usual.Members.Select(static member => KeyValuePair.Create(member.Key, member.Value)), StringComparer.Ordinal);
        foreach ((string name, JsonValue value) in _json.Members.Where(member => member.Value.Kind != JsonKind.Null && (member.Key != "architectures" || !members.ContainsKey(member.Key))))
            members[name] = value;
        foreach (string name in ofWhole)
        {
            if (whole.Find(name) is { } value)
                members[name] = value;
        }

        return new ModelConfig(JsonValue.Object([.. members.Select(static member => KeyValuePair.Create(member.Key, member.Value))]), _path);
    }

    /// <summary>Refuses a value other than the one that this version has.</summary>
    public void Require(string name, bool expected)
    {
        if (Flag(name, expected) != expected)
            throw Unsupported(name, $"Only {(expected ? "true" : "false")} is supported.");
    }

    /// <summary>Refuses the sensitive members that nothing read.</summary>
    public void RefuseWhatWasNotRead()
    {
        foreach ((string name, JsonValue value) in _json.Members)
        {
            bool isNothing = value.Kind is JsonKind.Null or JsonKind.False || value is { Kind: JsonKind.Number, Text: "0" or "0.0" } or { Kind: JsonKind.Array, Items: [] };
            if (!isNothing && !_read.Contains(name) && !Harmless.Contains(name) && SensitiveParts.Any(part => name.Contains(part, StringComparison.Ordinal)))
                throw Unsupported(name, "This setting is not supported, and leaving it out would change the model.");
        }
    }

    /// <summary>A value that is out of range or of the wrong type.</summary>
    public InvalidInputException Invalid(string name, string what) => new(InvalidInputKind.Invalid, PathOf(name), what);

    /// <summary>A value that this version does not have.</summary>
    public InvalidInputException Unsupported(string name, string what) => new(InvalidInputKind.Unsupported, PathOf(name), what);

    private InvalidInputException Missing(string name) => Invalid(name, "The file lacks this member.");

    private JsonValue? Find(string name)
    {
        _read.Add(name);
        return _json.TryGet(name, out JsonValue? value) && value.Kind != JsonKind.Null ? value : null;
    }

    private static float? ToNumber(JsonValue value) => value.Kind == JsonKind.Number && float.IsFinite((float)double.Parse(value.Text, CultureInfo.InvariantCulture))
        ? (float)double.Parse(value.Text, CultureInfo.InvariantCulture)
        : null;

    private string PathOf(string name) => _path.EndsWith(".json", StringComparison.Ordinal) ? $"{_path}: {name}" : $"{_path}.{name}";
}
