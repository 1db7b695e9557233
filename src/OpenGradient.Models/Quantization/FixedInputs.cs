using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Quantization;

/// <summary>A model with some of its inputs as constants of it: the same in every run, and known to whoever verifies one.</summary>
public static class FixedInputs
{
    /// <summary>The model without these inputs.</summary>
    /// <param name="model">The model.</param>
    /// <param name="values">What the inputs are to be, by their names.</param>
    /// <exception cref="InvalidInputException">The model has no such input.</exception>
    public static PreparedModel Fix(PreparedModel model, IReadOnlyDictionary<string, Tensor> values)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(values);
        Program program = model.Program;
        foreach (string name in values.Keys)
        {
            if (!program.Inputs.Any(input => input.Name == name))
                throw new InvalidInputException(InvalidInputKind.Invalid, name, $"The model has no input '{name}'; it has {string.Join(", ", program.Inputs.Select(static input => $"'{input.Name}'"))}.");
        }

        int[] open = [.. Enumerable.Range(0, program.Inputs.Length).Where(input => !values.ContainsKey(program.Inputs[input].Name))];
        int[] closed = [.. Enumerable.Range(0, program.Inputs.Length).Except(open)];
        int[] order = [.. open, .. Enumerable.Range(program.Inputs.Length, program.Constants.Length), .. closed]; // old numbers at their new places
        int Renumbered(int value) => value >= 0 && value < order.Length ? Array.IndexOf(order, value) : value; // results keep theirs
        Tensor[] tensors = [.. closed.Select(input => values[program.Inputs[input].Name])];
        Program written = program with
        {
            Inputs = [.. open.Select(input => program.Inputs[input])],
            Constants = [.. program.Constants, .. closed.Select((input, place) => Describe(program.Inputs[input].Name, tensors[place]))],
            Steps = Renumber(program.Steps, Renumbered),
            Outputs = [.. program.Outputs.Select(output => output with { Value = Renumbered(output.Value) })],
        };
        return model with { Program = written, Constants = new More(model.Constants, program.Constants.Length, tensors) };
    }

    private static Constant Describe(string name, Tensor tensor) => new(name, tensor.Type.CanonicalName(), tensor.Shape, Digest.Sha256(tensor.Bytes));

    private static ImmutableArray<Step> Renumber(ImmutableArray<Step> steps, Func<int, int> renumbered) =>
    [
        .. steps.Select(step => step with
        {
            Inputs = [.. step.Inputs.Select(renumbered)],
            Bodies = [.. step.Bodies.Select(body => body with { Steps = Renumber(body.Steps, renumbered), Outputs = [.. body.Outputs.Select(renumbered)] })],
        }),
    ];

    /// <summary>Constants, and tensors after them.</summary>
    private sealed class More(IConstantSource first, int count, Tensor[] rest) : IConstantSource
    {
        public ReadOnlyMemory<byte> Read(int index) => index < count ? first.Read(index) : rest[index - count].Bytes;
    }
}
