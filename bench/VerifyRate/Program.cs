using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using OpenGradient.Verification;

// How many bundles one core verifies in a second, and how long a program takes that verifies one and ends.
// Usage: VerifyRate rate VECTORS NAME...               for example: VerifyRate rate spec/receipt-1/vectors accept-chat
//        VerifyRate start ROUNDS BUNDLE -- PROGRAM [ARG...] -- PROGRAM [ARG...]     programs in turn; the bundle is the last argument of each
const double Seconds = 2;
return args switch
{
    ["rate", var folder, .. var names] => Rate(folder, names),
    ["start", var rounds, var bundle, .. var commands] => Start(int.Parse(rounds, CultureInfo.InvariantCulture), bundle, Split(commands)),
    _ => 1,
};

static int Rate(string folder, string[] names)
{
    foreach (string name in names)
    {
        using JsonDocument vector = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, $"{name}.json")));
        byte[] bundle = vector.RootElement.GetProperty("bundle").GetBytesFromBase64();
        long now = long.Parse(vector.RootElement.GetProperty("now").GetString()!, CultureInfo.InvariantCulture);
        if (!Policy.TryParse(JsonSerializer.SerializeToUtf8Bytes(vector.RootElement.GetProperty("policy")), out Policy? policy, out _))
            return 1;
        double[] rates = [.. Enumerable.Range(0, 5).Select(_ => CountPerSecond(() => BundleVerifier.Verify(bundle, policy, now).Accepted))];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {bundle.Length} | {rates.Order().ElementAt(rates.Length / 2):N0} | {rates.Max():N0} |"));
    }

    return 0;
}

static double CountPerSecond(Func<bool> verify)
{
    long start = Stopwatch.GetTimestamp();
    int count = 0;
    for (; Stopwatch.GetElapsedTime(start).TotalSeconds < Seconds / 5; count++)
    {
        if (!verify())
            throw new InvalidOperationException("The vector is not accepted.");
    }

    return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
}

static int Start(int rounds, string bundle, string[][] commands)
{
    double[][] times = [.. commands.Select(_ => new double[rounds])];
    for (int round = 0; round < rounds; round++)
    {
        foreach ((int index, string[] command) in commands.Index())
            times[index][round] = RunOnce(command, bundle);
    }

    foreach ((int index, string[] command) in commands.Index())
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {Path.GetFileName(command[0])} {string.Join(' ', command[1..].Select(Path.GetFileName))} | {times[index].Order().ElementAt(rounds / 2):0.0} | {times[index].Min():0.0} | {times[index].Max():0.0} |"));
    return 0;
}

static double RunOnce(string[] command, string bundle)
{
    ProcessStartInfo info = new(command[0], [.. command[1..], bundle]) { RedirectStandardOutput = true };
    long start = Stopwatch.GetTimestamp();
    using Process process = Process.Start(info)!;
    string output = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    return process.ExitCode == 0 ? milliseconds : throw new InvalidOperationException($"{command[0]}: {output}");
}

static string[][] Split(string[] arguments)
{
    List<List<string>> commands = [];
    foreach (string argument in arguments)
    {
        if (argument == "--")
            commands.Add([]);
        else
            commands[^1].Add(argument);
    }

    return [.. commands.Select(static command => command.ToArray())];
}
