using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>y[i] = f(x[i]) on <c>f32</c>, and on integers where the function has a meaning there.</summary>
internal sealed class UnaryOperation<TFunction>(TFunction function, Func<long, long>? integer) : IOperation
    where TFunction : struct, IUnaryFunction
{
    /// <summary>The operator without settings.</summary>
    public static OperatorDefinition Define(string name, Func<long, long>? integer = null) =>
        new(name, 1, 1, 1, _ => new UnaryOperation<TFunction>(default, integer));

    /// <summary>The operator with settings.</summary>
    public static OperatorDefinition Define(string name, Func<StepAttributes, TFunction> read) =>
        new(name, 1, 1, 1, binding => new UnaryOperation<TFunction>(read(binding.Attributes), null));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        if (x.Type == ElementType.Float32)
            Kernels.Elementwise.Map(function, x.Floats, run.Output(0, x.Type, x.Shape).Floats);
        else if (integer is not null && x.Type == ElementType.Int64)
            Map(x.Longs, run.Output(0, x.Type, x.Shape).Longs);
        else if (integer is not null && x.Type == ElementType.Int32)
            Map(x.Ints, run.Output(0, x.Type, x.Shape).Ints);
        else
            throw run.Error($"does not take {x.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
    }

    private void Map(ReadOnlySpan<long> x, Span<long> y)
    {
        for (int i = 0; i < x.Length; i++)
            y[i] = integer!(x[i]);
    }

    private void Map(ReadOnlySpan<int> x, Span<int> y)
    {
        for (int i = 0; i < x.Length; i++)
            y[i] = unchecked((int)integer!(x[i]));
    }
}
