using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using OpenGradient.Primitives;

namespace OpenGradient.Programs;

/// <content>From canonical bytes to a Program.</content>
public static partial class ProgramFormat
{
    /// <summary>Reads the canonical bytes of a well-formed Program; false for anything else. Never throws.</summary>
    /// <remarks>Names of constants are not part of the bytes: they come back empty.</remarks>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Program? program)
    {
        program = null;
        if (bytes.Length > MaxBytes || JsonMarks.Count(bytes) > MaxMarks || !JsonReader.TryRead(bytes, out JsonValue? value) || ReadProgram(value) is not { } read)
            return false;

        // Written again it must be the same bytes: so nothing unknown, reordered or spelled otherwise comes through.
        if (!ProgramValidator.TryValidate(read, out _) || !Write(read).AsSpan().SequenceEqual(bytes))
            return false;
        program = read;
        return true;
    }

    private static Program? ReadProgram(JsonValue value)
    {
        bool hasLists = TryReadList(value, "constants", ReadConstant, out ImmutableArray<Constant> constants)
            & TryReadList(value, "inputs", ReadInput, out ImmutableArray<ProgramInput> inputs)
            & TryReadList(value, "outputs", ReadOutput, out ImmutableArray<ProgramOutput> outputs)
            & TryReadList(value, "steps", ReadStep, out ImmutableArray<Step> steps);
        return hasLists && value.TryGetString("profile", out string? profile)
            ? new Program(inputs, constants, steps, outputs, value.TryGetString("sequence", out string? sequence) ? sequence : null, profile)
            : null;
    }

    private static Constant? ReadConstant(JsonValue value) =>
        value.TryGetString("encoding", out string? encoding)
        && value.TryGetString("sha256", out string? sha256) && Digest.TryParse(sha256, out Digest digest)
        && TryReadList(value, "shape", ReadDimension, out ImmutableArray<StrongBox> shape)
            ? new Constant("", encoding, [.. shape.Select(static dimension => dimension.Number)], digest)
            : null;

    private static ProgramInput? ReadInput(JsonValue value) =>
        value.TryGetString("name", out string? name)
        && value.TryGetString("type", out string? text) && ElementTypes.TryParse(text, out ElementType type)
        && TryReadList(value, "shape", static dimension => dimension.Kind == JsonKind.String ? dimension.Text : null, out ImmutableArray<string> shape)
            ? new ProgramInput(name, type, shape)
            : null;

    private static ProgramOutput? ReadOutput(JsonValue value) =>
        value.TryGetString("name", out string? name) && value.TryGetString("value", out string? text) && TryParse(text, out long index) && index <= int.MaxValue
            ? new ProgramOutput(name, (int)index)
            : null;

    private static Step? ReadStep(JsonValue value)
    {
        if (!value.TryGetString("operator", out string? name)
            || !value.TryGetString("outputs", out string? outputs) || !TryParse(outputs, out long outputCount) || outputCount > int.MaxValue
            || !value.TryGetString("traced", out string? traced)
            || !TryReadList(value, "inputs", ReadStepInput, out ImmutableArray<StrongBox> inputs)
            || !value.TryGet("attributes", out JsonValue? attributes) || attributes.Kind != JsonKind.Object)
            return null;
        var settings = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach ((string key, JsonValue setting) in attributes.Members)
        {
            if (setting.Kind != JsonKind.String)
                return null;
            settings[key] = setting.Text;
        }

        ImmutableArray<Body> bodies = [];
        if (value.TryGet("bodies", out _) && !TryReadList(value, "bodies", ReadBody, out bodies))
            return null;
        return new Step(name, [.. inputs.Select(static input => (int)input.Number)], (int)outputCount, settings.ToImmutable(), traced == "1") { Bodies = bodies };
    }

    /// <summary>Recursion ends with the text: JSON is read to a limited depth.</summary>
    private static Body? ReadBody(JsonValue value) =>
        value.TryGetString("inputs", out string? inputs) && TryParse(inputs, out long inputCount) && inputCount <= ProgramValidator.MaxListLength
        && TryReadList(value, "outputs", ReadStepInput, out ImmutableArray<StrongBox> outputs)
        && TryReadList(value, "steps", ReadStep, out ImmutableArray<Step> steps)
            ? new Body((int)inputCount, steps, [.. outputs.Select(static output => (int)output.Number)])
            : null;

    private static StrongBox? ReadStepInput(JsonValue value) =>
        value.Kind != JsonKind.String ? null
        : value.Text == "-" ? new StrongBox(Step.Absent)
        : TryParse(value.Text, out long number) && number <= int.MaxValue ? new StrongBox(number) : null;

    private static StrongBox? ReadDimension(JsonValue value) =>
        value.Kind == JsonKind.String && TryParse(value.Text, out long number) ? new StrongBox(number) : null;

    private static bool TryReadList<T>(JsonValue parent, string name, Func<JsonValue, T?> read, out ImmutableArray<T> list)
        where T : class
    {
        list = [];
        if (!parent.TryGet(name, out JsonValue? value) || value.Kind != JsonKind.Array || value.Items.Length > ProgramValidator.MaxListLength)
            return false;
        var items = ImmutableArray.CreateBuilder<T>(value.Items.Length);
        foreach (JsonValue item in value.Items)
        {
            if (read(item) is not { } element)
                return false;
            items.Add(element);
        }

        list = items.MoveToImmutable();
        return true;
    }

    private static bool TryParse(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary>A number that can be absent, as the generic reader wants it.</summary>
    private sealed record StrongBox(long Number);

    private const int MaxBytes = 64 << 20;
    private const int MaxMarks = 2 * JsonMarks.MostInEvidence; // the largest Programs of the sample models have a hundredth of them
}
