using System.Diagnostics;
using System.Net;
using System.Text;
using OpenGradient.Tests;
using OpenGradient.Transparency.Witness.Tests.Kit;

namespace OpenGradient.Transparency.Witness.Tests;

/// <summary>Kills a witness, again and again, and tries to get a fork cosigned by the one that comes after.</summary>
[Trait("Category", "Slow")]
public sealed class WitnessKillTests
{
    private const int Rounds = 20;

    [Fact]
    public async Task Kill_TwentyTimesAtAnyMoment_NeverForgetsWhatItCosigned()
    {
        using TreeKit log = new();
        await using WitnessFixture fixture = new(log);
        await fixture.Witness.DisposeAsync();
        using HttpClient http = new() { Timeout = TimeSpan.FromSeconds(20) };
        ulong told = 0;
        for (int round = 0; round < Rounds; round++)
        {
            using Process witness = Start(fixture, log);
            Uri address = new((await witness.StandardOutput.ReadLineAsync())!);
            ulong size = await AskForSizeAsync(http, address, log);
            Assert.True(size >= told, $"{told} entries were cosigned, and it remembers {size}");
            if (size > 0)
                Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(http, address, log.Request(size, size + 1, world: 1))).Status);
            _ = Task.Delay(Random.Shared.Next(1, 300)).ContinueWith(_ => witness.Kill(), TaskScheduler.Default);
            told = Math.Max(told, await GrowAsync(http, address, log, size));
            await witness.WaitForExitAsync();
        }

        await fixture.RestartAsync();
        ulong last = fixture.Witness.SizeOf(log.Key.VerifierKey.Name);
        Assert.True(last >= told);
        TestContext.Current.SendDiagnosticMessage("{0} kills, {1} entries cosigned, {2} remembered", Rounds, told, last);
    }

    /// <summary>Asks for one entry more, until nobody answers; the last size that was cosigned.</summary>
    private static async Task<ulong> GrowAsync(HttpClient http, Uri address, TreeKit log, ulong size)
    {
        try
        {
            for (; size < 250; size++)
                Assert.Equal(HttpStatusCode.OK, (await PostAsync(http, address, log.Request(size, size + 1))).Status);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
        }

        return size;
    }

    /// <summary>What it remembers: the answer to a request from a size that cannot be right.</summary>
    private static async Task<ulong> AskForSizeAsync(HttpClient http, Uri address, TreeKit log)
    {
        (HttpStatusCode status, string text) = await PostAsync(http, address, new AddCheckpointRequest(251, [], [.. log.Checkpoint(252)]));
        Assert.Equal(HttpStatusCode.Conflict, status);
        return ulong.Parse(text);
    }

    private static async Task<(HttpStatusCode Status, string Text)> PostAsync(HttpClient http, Uri address, AddCheckpointRequest request)
    {
        using ByteArrayContent body = new(request.Format());
        using HttpResponseMessage response = await http.PostAsync(new Uri(address, "add-checkpoint"), body);
        return (response.StatusCode, Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync()));
    }

    private static Process Start(WitnessFixture fixture, TreeKit log)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "OpenGradient.Transparency.Log.Appender.dll");
        string[] arguments = [program, "witness", fixture.Root, fixture.Ed25519Key.DangerousExport(), log.Key.VerifierKey.ToString()];
        return DoomedProcess.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true });
    }
}
