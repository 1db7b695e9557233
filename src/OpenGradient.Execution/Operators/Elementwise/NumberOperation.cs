using System.Numerics;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Execution.Interpreter.Fusion;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>y[i] = f(x[i]) on <c>f32</c> by a kernel, on other numbers one by one; integers wrap.</summary>
internal sealed class NumberOperation<TFunction, TNumber> : IOperation, IEpilogueSource
    where TFunction : struct, IUnaryFunction
    where TNumber : struct, INumberFunction
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Define(string name) => new(name, 1, 1, 1, static _ => new NumberOperation<TFunction, TNumber>());

    /// <inheritdoc/>
    public Epilogue Epilogue { get; } = new UnaryEpilogue<TFunction>(default);

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        if (x.Type == ElementType.Float32)
        {
            Kernels.Elementwise.Map(default(TFunction), x.Floats, run.OutputOver(0, 0).Floats, run.Workers);
            return;
        }

        var task = new Task(run, x);
        if (x.Type == ElementType.Bool || !NumberTypes.TryRun(x.Type, ref task))
            throw run.Error($"does not take {x.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
    }

    private readonly struct Task(StepRun run, Value x) : INumberTask
    {
        public void Run<T>()
            where T : unmanaged, INumber<T>
        {
            ReadOnlySpan<T> from = x.Words<T>();
            Span<T> to = run.Output(0, x.Type, x.Shape).WritableWords<T>();
            for (int i = 0; i < to.Length; i++)
                to[i] = TNumber.Of(from[i]);
        }
    }
}
