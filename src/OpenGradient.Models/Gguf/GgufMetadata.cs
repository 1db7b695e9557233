
namespace OpenGradient.Models.Gguf;

/// <summary>The metadata of a GGUF file by key, with typed reads whose errors name the key.</summary>
/// <remarks>
/// Values are <see cref="string"/>, <see cref="bool"/>, <see cref="long"/> (all integers that fit), <see cref="ulong"/> (the
/// rest), <see cref="double"/> (both floats), or an array of one of these.
/// </remarks>
internal sealed class GgufMetadata(IReadOnlyDictionary<string, object> values)
{
    /// <summary>All keys.</summary>
    public IEnumerable<string> Keys => values.Keys;

    /// <summary>Whether the file has the key.</summary>
    public bool Has(string key) => values.ContainsKey(key);

    /// <summary>The value of a key that must be there.</summary>
    public T Required<T>(string key)
        where T : notnull => TryGet<T>(key, out T value)
        ? value
        : throw GgufError.Invalid(key, "The file lacks this metadata.");

    /// <summary>The value of a key, or <paramref name="otherwise"/> where the file lacks it.</summary>
    public T Optional<T>(string key, T otherwise)
        where T : notnull => TryGet<T>(key, out T value) ? value : otherwise;

    /// <summary>Whether the file has the key; a value of another type is an error.</summary>
    public bool TryGet<T>(string key, out T value)
        where T : notnull
    {
        if (!values.TryGetValue(key, out object? found))
        {
            value = default!;
            return false;
        }

        value = found is T typed
            ? typed
            : throw GgufError.Invalid(key, $"It is of type {found.GetType().Name}, not {typeof(T).Name}.");
        return true;
    }

    /// <summary>An integer between the bounds.</summary>
    public int RequiredInt32(string key, int least, int most) => InRange(key, Required<long>(key), least, most);

    /// <summary>An integer between the bounds, or <paramref name="otherwise"/>.</summary>
    public int OptionalInt32(string key, int otherwise, int least, int most) =>
        TryGet(key, out long value) ? InRange(key, value, least, most) : otherwise;

    private static int InRange(string key, long value, int least, int most) => value >= least && value <= most
        ? (int)value
        : throw GgufError.Invalid(key, $"{value} is not between {least} and {most}.");
}
