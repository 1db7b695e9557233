using System.Collections.Immutable;
using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

/// <summary>The vectors beside the specification: how they are read and written.</summary>
internal static class VectorFile
{
    public static string Folder { get; } = Repository.PathOf("spec/receipt-1/vectors");

    public static ImmutableArray<string> Names() =>
        [.. Directory.EnumerateFiles(Folder, "*.json").Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    public static JsonValue Read(string name) =>
        JsonReader.TryRead(File.ReadAllBytes(PathOf(name)), out JsonValue? vector) ? vector : throw new InvalidDataException($"{name} is no JSON.");

    public static bool Exists(string name) => File.Exists(PathOf(name));

    public static void Write(VectorCase vector, VerificationReport report)
    {
        string[] members =
        [
            $"\"name\": {Json(JsonValue.String(vector.Name))}",
            $"\"why\": {Json(JsonValue.String(vector.Why))}",
            $"\"policy\": {vector.Policy.Trim()}",
            .. vector.Purpose is null ? [] : new[] { $"\"purpose\": \"{vector.Purpose}\"" },
            .. vector.Amount is null ? [] : new[] { $"\"amount\": \"{vector.Amount}\"" },
            $"\"now\": \"{vector.Now}\"",
            $"\"bundle\": \"{Convert.ToBase64String(vector.Bundle)}\"",
            $"\"report\": {Json(WithoutReasons(report))}",
        ];
        File.WriteAllText(PathOf(vector.Name), $"{{\n  {string.Join(",\n  ", members)}\n}}\n");
    }

    /// <summary>The report as a vector holds it: reasons are free text.</summary>
    public static JsonValue WithoutReasons(VerificationReport report)
    {
        JsonReader.TryRead(Encoding.UTF8.GetBytes(report.ToJson()), out JsonValue? json);
        return JsonValue.Object([.. json!.Members.Select(static member => KeyValuePair.Create(member.Key, Strip(member.Value)))]);
    }

    private static JsonValue Strip(JsonValue value) => value.Kind switch
    {
        JsonKind.Object => JsonValue.Object([.. value.Members.Where(static member => member.Key != "reason")]),
        JsonKind.Array => JsonValue.Array([.. value.Items.Select(Strip)]),
        _ => value,
    };

    private static string Json(JsonValue value) => Encoding.UTF8.GetString(CanonicalJson.Serialize(value));

    private static string PathOf(string name) => Path.Combine(Folder, name + ".json");
}
