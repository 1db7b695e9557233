namespace OpenGradient.Models.Gguf;

/// <summary>The settings of one architecture in a GGUF file's metadata.</summary>
/// <remarks>A setting under <c>attention.</c>, <c>rope.</c>, or of the kinds below that nothing read is refused by its key: leaving it out would change the model.</remarks>
internal sealed class GgufSettings(GgufMetadata metadata, string architecture)
{
    private static readonly string[] SensitivePrefixes = ["attention.", "rope.", "expert"];
    private static readonly string[] SensitiveKeys =
        ["logit_scale", "residual_scale", "embedding_scale", "attn_logit_softcapping", "final_logit_softcapping", "use_parallel_residual", "leading_dense_block_count"];

    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <summary>The whole key of a setting, which thereby counts as read.</summary>
    public string Key(string name)
    {
        string key = $"{architecture}.{name}";
        _read.Add(key);
        return key;
    }

    /// <summary>Whether the file has the setting.</summary>
    public bool Has(string name) => metadata.Has(Key(name));

    /// <summary>A binary32 number; an infinite one or a NaN is an error.</summary>
    public float Number(string name, float otherwise)
    {
        float number = (float)metadata.Optional(Key(name), (double)otherwise);
        return float.IsFinite(number) ? number : throw GgufError.Invalid(Key(name), $"{number} is not a finite number.");
    }

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public int Optional(string name, int otherwise, int most, int least = 1) => metadata.OptionalInt32(Key(name), otherwise, least, most);

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/> that must be there.</summary>
    public int Required(string name, int most, int least = 1) => metadata.RequiredInt32(Key(name), least, most);

    /// <summary>A whole number that must be there, or a list of one for each of <paramref name="blocks"/>, all the same.</summary>
    public int RequiredOfBlocks(string name, int blocks, int most) =>
        Has(name) ? OptionalOfBlocks(name, blocks, otherwise: 0, most) : Required(name, most);

    /// <summary>A whole number, or a list of one for each of <paramref name="blocks"/>, all the same.</summary>
    public int OptionalOfBlocks(string name, int blocks, int otherwise, int most)
    {
        string key = Key(name);
        if (!metadata.TryGet(key, out object value) || value is not long[] list)
            return Optional(name, otherwise, most);
        if (list.Length != blocks)
            throw GgufError.Invalid(key, $"It lists {list.Length} blocks of {blocks}.");
        if (list[0] < 1 || list[0] > most)
            throw GgufError.Invalid(key, $"{list[0]} is not between 1 and {most}.");
        return list.All(number => number == list[0]) ? (int)list[0] : throw GgufError.Unsupported(key, "Blocks of different shapes are not supported.");
    }

    /// <summary>A flag for each of <paramref name="blocks"/>, or null if the setting is missing or no list.</summary>
    public bool[]? FlagsOfBlocks(string name, int blocks)
    {
        if (!metadata.TryGet(Key(name), out object value) || value is not bool[] flags)
            return null;
        return flags.Length == blocks ? flags : throw GgufError.Invalid(Key(name), $"It lists {flags.Length} blocks of {blocks}.");
    }

    /// <summary>A flag.</summary>
    public bool Flag(string name, bool otherwise) => metadata.Optional(Key(name), otherwise);

    /// <summary>What a norm adds: a number from 0 to 1 that must be there.</summary>
    public float Epsilon(string name)
    {
        float epsilon = (float)metadata.Required<double>(Key(name));
        return epsilon is >= 0 and <= 1 ? epsilon : throw GgufError.Invalid(Key(name), $"{epsilon} is not between 0 and 1.");
    }

    /// <summary>Counts a setting as read if it says what would hold without it.</summary>
    public void Allow(string name, object usual)
    {
        if (metadata.TryGet($"{architecture}.{name}", out object value) && value.Equals(usual))
            Key(name);
    }

    /// <summary>Refuses the sensitive settings that nothing read.</summary>
    public void RefuseWhatWasNotRead()
    {
        string prefix = architecture + ".";
        foreach (string key in metadata.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && !_read.Contains(key)))
        {
            string name = key[prefix.Length..];
            bool isNothing = metadata.TryGet(key, out object value) && value is 0L or 0.0 or false;
            if (!isNothing && (SensitiveKeys.Contains(name) || SensitivePrefixes.Any(start => name.StartsWith(start, StringComparison.Ordinal))))
                throw GgufError.Unsupported(key, "This setting is not supported, and leaving it out would change the model.");
        }
    }
}
