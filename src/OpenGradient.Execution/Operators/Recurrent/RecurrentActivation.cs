using OpenGradient.Kernels;

namespace OpenGradient.Execution.Operators;

/// <summary>An activation of a recurrent layer: a name and up to two numbers.</summary>
/// <param name="Name">As the attribute <c>activations</c> has it.</param>
/// <param name="Alpha">The first number.</param>
/// <param name="Beta">The second number.</param>
internal readonly record struct RecurrentActivation(string Name, float Alpha, float Beta)
{
    /// <summary>The activation of that name with the numbers it has unless others are given; null if there is none.</summary>
    public static RecurrentActivation? Find(string name) => name switch
    {
        "affine" => new(name, 1f, 0f),
        "elu" => new(name, 1f, 0f),
        "hardsigmoid" => new(name, 0.2f, 0.5f),
        "leakyrelu" => new(name, 0.01f, 0f),
        "relu" or "sigmoid" or "softplus" or "softsign" or "tanh" => new(name, 0f, 0f),
        "scaledtanh" => new(name, 1f, 1f),
        "thresholdedrelu" => new(name, 1f, 0f),
        _ => null,
    };

    /// <summary>x becomes f(x); <paramref name="scratch"/> is at least as long.</summary>
    public void Apply(Span<float> x, Span<float> scratch)
    {
        switch (Name)
        {
            case "sigmoid":
                Kernels.Elementwise.Map(default(Sigmoid), x, x);
                break;
            case "tanh":
                Kernels.Elementwise.Map(default(Tanh), x, x);
                break;
            case "relu":
                Kernels.Elementwise.Map(default(Relu), x, x);
                break;
            case "softplus":
                Kernels.Elementwise.Map(default(Softplus), x, x);
                break;
            case "elu":
                Kernels.Elementwise.Map(new Elu(Alpha), x, x);
                break;
            case "leakyrelu":
                Kernels.Elementwise.Map(new LeakyRelu(Alpha), x, x);
                break;
            default:
                ApplyComposed(x, scratch[..x.Length]);
                break;
        }
    }

    private void ApplyComposed(Span<float> x, Span<float> scratch)
    {
        switch (Name)
        {
            case "affine":
                Line(x);
                break;
            case "hardsigmoid":
                Line(x);
                Kernels.Elementwise.Map(new Clip(0f, 1f), x, x);
                break;
            case "scaledtanh":
                Scale(x, Beta);
                Kernels.Elementwise.Map(default(Tanh), x, x);
                Scale(x, Alpha);
                break;
            case "softsign":
                Kernels.Elementwise.Map(default(Abs), x, scratch);
                Shift(scratch, 1f);
                Kernels.Elementwise.Map(default(Div), x, scratch, x);
                break;
            default:
                // ThresholdedRelu: what is not above α, NaN too, becomes +0.
                foreach (ref float element in x)
                    element = Alpha < element ? element : 0f;
                break;
        }
    }

    private void Line(Span<float> x)
    {
        Scale(x, Alpha);
        Shift(x, Beta);
    }

    private static void Scale(Span<float> x, float factor) => Kernels.Elementwise.Map(default(Mul), x, new ReadOnlySpan<float>(in factor), x);

    private static void Shift(Span<float> x, float offset) => Kernels.Elementwise.Map(default(Add), x, new ReadOnlySpan<float>(in offset), x);
}
