using System.Diagnostics;

namespace OpenGradient.Benchmarks.SideBySide.Measurement;

/// <summary>This program again, for what needs a process of its own: peak memory, and other hardware.</summary>
internal static class Child
{
    /// <summary>The last line that the child writes; null if it failed.</summary>
    public static string? Run(string[] arguments, Hardware hardware)
    {
        string[] command = [.. hardware.Emulator, Environment.ProcessPath!, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in hardware.Settings)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.TrimEnd().Split('\n')[^1] : null;
    }

    /// <summary>The most memory that this process ever held, in MiB; 0 where the system does not tell.</summary>
    public static int PeakMegabytes()
    {
        using var self = Process.GetCurrentProcess();
        return (int)(self.PeakWorkingSet64 >> 20);
    }
}
