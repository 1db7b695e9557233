using System.Runtime.InteropServices;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Execution.Interpreter.Fusion;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>y[i] = f(x[i]) on <c>f32</c>, and on <c>f64</c> by a function of its own or by way of <c>f32</c>.</summary>
internal sealed class UnaryOperation<TFunction>(TFunction function, Func<double, double>? wide) : IOperation, IEpilogueSource
    where TFunction : struct, IUnaryFunction
{
    /// <summary>The operator without settings; <paramref name="wide"/> is its form on <c>f64</c>, if that is exact or rounded once.</summary>
    public static OperatorDefinition Define(string name, Func<double, double>? wide = null) =>
        new(name, 1, 1, 1, _ => new UnaryOperation<TFunction>(default, wide));

    /// <summary>The operator with settings.</summary>
    public static OperatorDefinition Define(string name, Func<StepAttributes, TFunction> read) =>
        new(name, 1, 1, 1, binding => new UnaryOperation<TFunction>(read(binding.Attributes), null));

    /// <summary>The function.</summary>
    public TFunction Function => function;

    /// <inheritdoc/>
    public Epilogue Epilogue { get; } = new UnaryEpilogue<TFunction>(function);

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        if (x.Type == ElementType.Float32)
            Kernels.Elementwise.Map(function, x.Floats, run.OutputOver(0, 0).Floats, run.Workers);
        else if (x.Type != ElementType.Float64)
            throw run.Error($"does not take {x.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
        else if (wide is not null)
            MapWide(x.Words<double>(), run.Output(0, x.Type, x.Shape).WritableWords<double>());
        else
            MapNarrowed(run, x);
    }

    private void MapWide(ReadOnlySpan<double> x, Span<double> y)
    {
        for (int i = 0; i < x.Length; i++)
            y[i] = wide!(x[i]);
        CanonicalForm.Apply(ElementType.Float64, MemoryMarshal.AsBytes(y));
    }

    private void MapNarrowed(StepRun run, Value x)
    {
        Value y = run.Output(0, x.Type, x.Shape);
        Span<float> narrow = run.Scratch<float>(x.ElementCount);
        Conversion.Run(x.Type, x.Bytes, ElementType.Float32, MemoryMarshal.AsBytes(narrow), CastRule.Default);
        Kernels.Elementwise.Map(function, narrow, narrow);
        Conversion.Run(ElementType.Float32, MemoryMarshal.AsBytes(narrow), x.Type, y.Bytes, CastRule.Default);
    }
}
