using System.Runtime.InteropServices;
using OpenGradient.Programs;

namespace OpenGradient.Benchmarks.LanguageModelDistance;

/// <summary>How two engines' logits of the same texts compare.</summary>
internal sealed class Distance
{
    private double _ourLoss;
    private double _theirLoss;
    private double _squares;
    private double _theirSquares;
    private double _sum;
    private long _count;

    public int PredictedCount { get; private set; }

    public int SameChoiceCount { get; private set; }

    public int RowCount { get; private set; }

    public double Largest { get; private set; }

    public double Mean => _sum / _count;

    /// <summary>The root mean square of the differences, as a part of theirs.</summary>
    public double Relative => Math.Sqrt(_squares / _theirSquares);

    public double OurPerplexity => Math.Exp(_ourLoss / PredictedCount);

    public double TheirPerplexity => Math.Exp(_theirLoss / PredictedCount);

    /// <summary>Adds a text: logits [tokens, vocabulary] of both.</summary>
    /// <param name="tokens">The text.</param>
    /// <param name="isAnswer">Which tokens a model is to predict; the others are given to it.</param>
    /// <param name="ours">Logits of this engine.</param>
    /// <param name="theirs">Logits of the other.</param>
    public void Add(ReadOnlySpan<int> tokens, ReadOnlySpan<bool> isAnswer, Tensor ours, Tensor theirs)
    {
        int vocabulary = (int)ours.Shape[1];
        for (int row = 0; row < tokens.Length; row++)
        {
            ReadOnlySpan<float> our = Row(ours, row, vocabulary);
            ReadOnlySpan<float> their = Row(theirs, row, vocabulary);
            AddRow(our, their);
            if (row + 1 == tokens.Length || !isAnswer[row + 1])
                continue;
            _ourLoss += Loss(our, tokens[row + 1]);
            _theirLoss += Loss(their, tokens[row + 1]);
            PredictedCount++;
        }
    }

    private void AddRow(ReadOnlySpan<float> our, ReadOnlySpan<float> their)
    {
        for (int i = 0; i < our.Length; i++)
        {
            double difference = Math.Abs((double)our[i] - their[i]);
            Largest = Math.Max(Largest, difference);
            _sum += difference;
            _squares += difference * difference;
            _theirSquares += (double)their[i] * their[i];
        }

        _count += our.Length;
        RowCount++;
        SameChoiceCount += Best(our) == Best(their) ? 1 : 0;
    }

    private static ReadOnlySpan<float> Row(Tensor logits, int row, int vocabulary) =>
        MemoryMarshal.Cast<byte, float>(logits.Bytes.AsSpan()).Slice(row * vocabulary, vocabulary);

    private static int Best(ReadOnlySpan<float> logits)
    {
        int best = 0;
        for (int i = 1; i < logits.Length; i++)
            best = logits[i] > logits[best] ? i : best;
        return best;
    }

    /// <summary>-log of the token's share of the softmax, in binary64.</summary>
    private static double Loss(ReadOnlySpan<float> logits, int token)
    {
        double most = logits[Best(logits)];
        double sum = 0;
        foreach (float logit in logits)
            sum += Math.Exp(logit - most);
        return Math.Log(sum) + most - logits[token];
    }
}
