using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Primitives;

namespace OpenGradient.Programs;

/// <summary>The canonical bytes of a Program: RFC 8785 JSON without numbers.</summary>
/// <remarks>
/// <code>
/// { "constants": [ { "encoding": "f32", "sha256": "…", "shape": ["16","3"] } ],
///   "inputs":    [ { "name": "x", "shape": ["batch","3"], "type": "f32" } ],
///   "outputs":   [ { "name": "y", "value": "4" } ],
///   "profile":   "float",                                        (or "integer")
///   "semantics": "exec-1",
///   "sequence":  "tokens",                                       (only in a causal language model)
///   "steps":     [ { "attributes": {…}, "inputs": ["0","1","-"], "operator": "Linear", "outputs": "1", "traced": "1" } ] }
/// </code>
/// A step that holds bodies has <c>"bodies": [ { "inputs": "2", "outputs": ["9"], "steps": […] } ]</c> as well.
/// See spec/exec-1.md, section "Program".
/// </remarks>
public static partial class ProgramFormat
{
    /// <summary>The canonical bytes of <paramref name="program"/>.</summary>
    public static byte[] Write(Program program)
    {
        ArgumentNullException.ThrowIfNull(program);
        var members = ImmutableArray.CreateBuilder<KeyValuePair<string, JsonValue>>();
        members.Add(new("constants", Array(program.Constants, WriteConstant)));
        members.Add(new("inputs", Array(program.Inputs, WriteInput)));
        members.Add(new("outputs", Array(program.Outputs, WriteOutput)));
        members.Add(new("profile", JsonValue.String(program.Profile)));
        members.Add(new("semantics", JsonValue.String(Program.Semantics)));
        if (program.Sequence is not null)
            members.Add(new("sequence", JsonValue.String(program.Sequence)));
        members.Add(new("steps", Array(program.Steps, WriteStep)));
        return CanonicalJson.Serialize(JsonValue.Object(members.ToImmutable()));
    }

    private static JsonValue WriteConstant(Constant constant) => JsonValue.Object(
        ("encoding", JsonValue.String(constant.Encoding)),
        ("sha256", JsonValue.String(constant.Digest.ToString())),
        ("shape", Array(constant.Shape, static dimension => Decimal(dimension))));

    private static JsonValue WriteInput(ProgramInput input) => JsonValue.Object(
        ("name", JsonValue.String(input.Name)),
        ("shape", Array(input.Shape, JsonValue.String)),
        ("type", JsonValue.String(input.Type.CanonicalName())));

    private static JsonValue WriteOutput(ProgramOutput output) => JsonValue.Object(
        ("name", JsonValue.String(output.Name)),
        ("value", Decimal(output.Value)));

    private static JsonValue WriteStep(Step step)
    {
        var members = ImmutableArray.CreateBuilder<KeyValuePair<string, JsonValue>>();
        members.Add(new("attributes", JsonValue.Object([.. step.Attributes.Select(static pair => KeyValuePair.Create(pair.Key, JsonValue.String(pair.Value)))])));
        if (!step.Bodies.IsEmpty)
            members.Add(new("bodies", Array(step.Bodies, WriteBody)));
        members.Add(new("inputs", Array(step.Inputs, static value => value == Step.Absent ? JsonValue.String("-") : Decimal(value))));
        members.Add(new("operator", JsonValue.String(step.Operator)));
        members.Add(new("outputs", Decimal(step.OutputCount)));
        members.Add(new("traced", JsonValue.String(step.IsTraced ? "1" : "0")));
        return JsonValue.Object(members.ToImmutable());
    }

    private static JsonValue WriteBody(Body body) => JsonValue.Object(
        ("inputs", Decimal(body.InputCount)),
        ("outputs", Array(body.Outputs, static value => Decimal(value))),
        ("steps", Array(body.Steps, WriteStep)));

    private static JsonValue Decimal(long number) => JsonValue.String(number.ToString(CultureInfo.InvariantCulture));

    private static JsonValue Array<T>(ImmutableArray<T> items, Func<T, JsonValue> write) =>
        JsonValue.Array([.. items.Select(write)]);
}
