using System.Collections.Immutable;
using OpenGradient.Execution;
using OpenGradient.Models.Arrays;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Cli.Compilation;

/// <summary>How often a Program is right on samples with known answers: <c>labels</c> (classes) or <c>targets</c> (numbers) in the same file.</summary>
/// <param name="Measure">What the numbers are.</param>
/// <param name="Float">Of the float Program.</param>
/// <param name="Integer">Of the integer Program.</param>
internal sealed record TestScore(string Measure, double Float, double Integer)
{
    /// <exception cref="InvalidInputException">The file has neither labels nor targets, or not one for each sample.</exception>
    public static TestScore Create(string path, Executable floats, Executable integers, CancellationToken cancellationToken)
    {
        var data = CalibrationData.Read(path, floats.Program);
        ImmutableSortedDictionary<string, Tensor> arrays = NpzFile.Read(path);
        float[] expected = Outputs(floats, data, cancellationToken);
        float[] actual = Outputs(integers, data, cancellationToken);
        if (arrays.TryGetValue("labels", out Tensor? labels) && labels.Type == ElementType.Int64 && labels.ElementCount == data.Count)
            return new("accuracy", Accuracy(expected, labels.As<long>()), Accuracy(actual, labels.As<long>()));
        if (arrays.TryGetValue("targets", out Tensor? targets) && targets.Type == ElementType.Float32 && targets.ElementCount == expected.Length)
            return new("R² of the logarithm", Determination(expected, targets.As<float>()), Determination(actual, targets.As<float>()));
        throw new InvalidInputException(InvalidInputKind.Invalid, path, $"The file needs 'labels' (int64 [{data.Count}]) or 'targets' (float32, as many as the model's first output has).");
    }

    private static float[] Outputs(Executable executable, CalibrationData data, CancellationToken cancellationToken) =>
        [.. data.Runs().SelectMany(inputs => executable.Run(inputs, cancellationToken).Outputs[0].As<float>().ToArray())];

    private static double Accuracy(ReadOnlySpan<float> outputs, ReadOnlySpan<long> labels)
    {
        int classes = outputs.Length / labels.Length;
        int right = 0;
        for (int sample = 0; sample < labels.Length; sample++)
        {
            if (LayerError.LargestOf(outputs.Slice(sample * classes, classes)) == labels[sample])
                right++;
        }

        return (double)right / labels.Length;
    }

    /// <summary>1 - (squared errors / squared distances from the mean), of the logarithms of positive numbers.</summary>
    private static double Determination(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets)
    {
        double mean = 0;
        foreach (float target in targets)
            mean += Math.Log(target) / targets.Length;
        double errors = 0;
        double distances = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            double logarithm = Math.Log(targets[i]);
            errors += Math.Pow(Math.Log(Math.Max(outputs[i], float.Epsilon)) - logarithm, 2);
            distances += Math.Pow(logarithm - mean, 2);
        }

        return 1 - (errors / distances);
    }
}
