namespace OpenGradient.Models.Tests.Decoders;

/// <summary>What the architectures compute, in binary64 and plain loops, written from their descriptions and not from the compiler.</summary>
internal sealed class ReferenceDecoder(string architecture, SmallDecoder model)
{
    private readonly bool _isGemma = architecture.StartsWith("gemma", StringComparison.Ordinal);
    private readonly bool _isInterleaved = SmallDecoder.FamilyOf(architecture) is "llama" or "mistral" or "mixtral";

    /// <summary>[tokens][vocabulary].</summary>
    public double[][] Logits(int[] tokens)
    {
        double[][] x = [.. tokens.Select((token, position) => Embed(token, position))];
        for (int block = 0; block < model.Settings.BlockCount; block++)
            x = Block(block, x);
        return [.. x.Select(row => Head(Norm(row, "output_norm")))];
    }

    private double[] Embed(int token, int position)
    {
        double[] row = Row("token_embd.weight", token, model.Settings.Width);
        if (_isGemma)
            row = [.. row.Select(v => v * Math.Sqrt(model.Settings.Width))];
        return architecture == "gpt2" ? Sum(row, Row("position_embd.weight", position, model.Settings.Width)) : row;
    }

    private double[][] Block(int block, double[][] x)
    {
        string name = $"blk.{block}.";
        double[][] normed = [.. x.Select(row => Norm(row, name + "attn_norm"))];
        double[][] attended = Attention(block, name, normed);
        if (architecture is "gemma2" or "gemma3")
            attended = [.. attended.Select(row => Norm(row, name + "post_attention_norm"))];
        double[][] middle = [.. x.Select((row, t) => Sum(row, attended[t]))];
        double[][] source = architecture == "gptneox" ? x : middle;
        double[][] fed = [.. source.Select(row => FeedForward(name, Norm(row, name + "ffn_norm")))];
        if (architecture is "gemma2" or "gemma3")
            fed = [.. fed.Select(row => Norm(row, name + "post_ffw_norm"))];
        return [.. middle.Select((row, t) => Sum(row, fed[t]))];
    }

    private double[][] Attention(int block, string name, double[][] x)
    {
        (int heads, int kvHeads, int size) = (model.Settings.HeadCount, model.Settings.KvHeadCount, model.Settings.HeadDim);
        int window = architecture switch { "gemma2" when block % 2 == 0 => 5, "gemma3" when block % 6 != 5 => 4, "mistral" => 6, _ => int.MaxValue };
        (double[] Q, double[] K, double[] V)[] rows = [.. x.Select((row, t) => Projected(block, name, row, t))];
        double[][] mixed = new double[x.Length][];
        for (int t = 0; t < x.Length; t++)
        {
            mixed[t] = new double[heads * size];
            for (int h = 0; h < heads; h++)
            {
                int kv = h / (heads / kvHeads);
                int first = window == int.MaxValue ? 0 : Math.Max(0, t + 1 - window);
                double[] scores = [.. Enumerable.Range(first, t + 1 - first).Select(j => Cap(Dot(rows[t].Q, h * size, rows[j].K, kv * size, size) / Math.Sqrt(size)))];
                double[] p = Softmax(scores);
                for (int j = 0; j < p.Length; j++)
                {
                    for (int d = 0; d < size; d++)
                        mixed[t][(h * size) + d] += p[j] * rows[first + j].V[(kv * size) + d];
                }
            }
        }

        return [.. mixed.Select(row => Linear(row, name + "attn_output"))];
    }

    private double Cap(double score) => architecture == "gemma2" ? 5 * Math.Tanh(score / 5) : score;

    private (double[] Q, double[] K, double[] V) Projected(int block, string name, double[] row, int position)
    {
        (int queries, int keys) = (model.Settings.HeadCount * model.Settings.HeadDim, model.Settings.KvHeadCount * model.Settings.HeadDim);
        double[] q, k, v;
        if (model.Weights.ContainsKey(name + "attn_qkv.weight"))
        {
            double[] all = Linear(row, name + "attn_qkv");
            (q, k, v) = (all[..queries], all[queries..(queries + keys)], all[(queries + keys)..]);
        }
        else
        {
            (q, k, v) = (Linear(row, name + "attn_q"), Linear(row, name + "attn_k"), Linear(row, name + "attn_v"));
        }

        if (model.Weights.ContainsKey(name + "attn_q_norm.weight"))
            (q, k) = (HeadNorm(q, name + "attn_q_norm"), HeadNorm(k, name + "attn_k_norm"));
        return (Rotate(q, block, position), Rotate(k, block, position), v);
    }

    private double[] HeadNorm(double[] x, string name) =>
        [.. Enumerable.Range(0, x.Length / model.Settings.HeadDim).SelectMany(h => Norm(x[(h * model.Settings.HeadDim)..((h + 1) * model.Settings.HeadDim)], name))];

    private double[] Rotate(double[] x, int block, int position)
    {
        if (architecture == "gpt2")
            return x;
        int size = model.Settings.HeadDim;
        int rotated = architecture == "gptneox" ? 4 : size;
        double magnitude = architecture == "llama-yarn" ? 1 + (0.1 * Math.Log(4)) : 1;
        double[] y = [.. x];
        for (int head = 0; head < x.Length; head += size)
        {
            for (int i = 0; i < rotated / 2; i++)
            {
                double angle = position * Frequency(block, i, rotated);
                (int a, int b) = _isInterleaved ? (head + (2 * i), head + (2 * i) + 1) : (head + i, head + i + (rotated / 2));
                (double sin, double cos) = (magnitude * Math.Sin(angle), magnitude * Math.Cos(angle));
                (y[a], y[b]) = ((x[a] * cos) - (x[b] * sin), (x[a] * sin) + (x[b] * cos));
            }
        }

        return y;
    }

    /// <summary>What a pair turns from one position to the next.</summary>
    private double Frequency(int block, int pair, int rotated)
    {
        double theta = architecture == "gemma3" && block % 6 == 5 ? 1e6 : 1e4;
        double frequency = Math.Pow(theta, -2.0 * pair / rotated);
        return architecture switch
        {
            "gemma3" when block % 6 == 5 => frequency / 8,
            "llama-linear" => frequency / 4,
            "llama-llama3" => Llama3(frequency),
            "llama-yarn" => Yarn(frequency, pair, rotated, factor: 4, length: 16),
            _ => frequency,
        };
    }

    /// <summary>By wavelengths, as Meta publishes it.</summary>
    private static double Llama3(double frequency)
    {
        (double factor, double low, double high, int length) = SmallDecoder.Llama3;
        double wavelength = 2 * Math.PI / frequency;
        if (wavelength < length / high)
            return frequency;
        if (wavelength > length / low)
            return frequency / factor;
        double smooth = ((length / wavelength) - low) / (high - low);
        return ((1 - smooth) * frequency / factor) + (smooth * frequency);
    }

    /// <summary>"YaRN: Efficient Context Window Extension of Large Language Models", by parts, with α = 1 and β = 32.</summary>
    private static double Yarn(double frequency, int pair, int rotated, double factor, int length)
    {
        double PairThatTurns(double turns) => rotated * Math.Log(length / (turns * 2 * Math.PI)) / (2 * Math.Log(1e4));
        double first = Math.Max(0, Math.Floor(PairThatTurns(32)));
        double last = Math.Min(rotated - 1, Math.Ceiling(PairThatTurns(1)));
        double interpolated = Math.Clamp((pair - first) / Math.Max(0.001, last - first), 0, 1);
        return (frequency / factor * interpolated) + (frequency * (1 - interpolated));
    }

    private double[] FeedForward(string name, double[] x)
    {
        if (model.Settings.ExpertCount > 0)
            return Experts(name, x);
        if (architecture is "gpt2" or "gptneox")
            return Linear([.. Linear(x, name + "ffn_up").Select(Activate)], name + "ffn_down");
        double[] up = Linear(x, name + "ffn_up");
        double[] gate = architecture == "phi3" ? up[..(up.Length / 2)] : Linear(x, name + "ffn_gate");
        up = architecture == "phi3" ? up[(up.Length / 2)..] : up;
        return Linear([.. gate.Select((g, i) => Activate(g) * up[i])], name + "ffn_down");
    }

    private double[] Experts(string name, double[] x)
    {
        (int width, int inner) = (model.Settings.Width, model.Settings.ExpertWidth);
        double[] shares = Softmax(Linear(x, name + "ffn_gate_inp"));
        int[] chosen = [.. Enumerable.Range(0, shares.Length).OrderByDescending(e => shares[e]).Take(model.Settings.ExpertUsedCount)];
        double[] y = new double[width];
        foreach (int e in chosen)
        {
            double[] Part(string weights, double[] v, int outputs) => [.. Enumerable.Range(0, outputs).Select(
                o => v.Select((value, d) => value * model.Weights[name + weights][(((e * outputs) + o) * v.Length) + d]).Sum())];
            double[] gate = Part("ffn_gate_exps.weight", x, inner);
            double[] up = Part("ffn_up_exps.weight", x, inner);
            double[] down = Part("ffn_down_exps.weight", [.. gate.Select((g, i) => Activate(g) * up[i])], width);
            for (int d = 0; d < width; d++)
                y[d] += down[d] * shares[e] / chosen.Sum(c => shares[c]);
        }

        return y;
    }

    private double Activate(double x) => _isGemma || architecture is "gpt2" or "gptneox"
        ? 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))))
        : x / (1 + Math.Exp(-x));

    private double[] Head(double[] x)
    {
        string name = model.Weights.ContainsKey("output.weight") ? "output" : "token_embd";
        double[] logits = Linear(x, name);
        return architecture == "gemma2" ? [.. logits.Select(static v => 3 * Math.Tanh(v / 3))] : logits;
    }

    private double[] Norm(double[] x, string name)
    {
        float[] gain = model.Weights[name + ".weight"];
        double mean = model.Settings.NormsTakeOffMean ? x.Average() : 0;
        double root = Math.Sqrt(x.Sum(v => (v - mean) * (v - mean)) / x.Length + 1e-5f);
        return [.. x.Select((v, i) => ((v - mean) / root * gain[i]) + (model.Settings.NormsTakeOffMean ? model.Weights[name + ".bias"][i] : 0))];
    }

    private double[] Linear(double[] x, string name)
    {
        float[] weights = model.Weights[name + ".weight"];
        float[]? bias = model.Weights.GetValueOrDefault(name + ".bias");
        return [.. Enumerable.Range(0, weights.Length / x.Length).Select(o => x.Select((v, d) => v * weights[(o * x.Length) + d]).Sum() + (bias is null ? 0 : bias[o]))];
    }

    private double[] Row(string name, int row, int width) => [.. model.Weights[name].AsSpan(row * width, width).ToArray().Select(static v => (double)v)];

    private static double Dot(double[] x, int xStart, double[] y, int yStart, int count) => Enumerable.Range(0, count).Sum(d => x[xStart + d] * y[yStart + d]);

    private static double[] Softmax(double[] x)
    {
        double[] e = [.. x.Select(v => Math.Exp(v - x.Max()))];
        return [.. e.Select(v => v / e.Sum())];
    }

    private static double[] Sum(double[] x, double[] y) => [.. x.Select((v, i) => v + y[i])];
}
