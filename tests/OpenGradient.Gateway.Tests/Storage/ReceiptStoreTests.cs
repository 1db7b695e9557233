using OpenGradient.Gateway.Tests.Support;

namespace OpenGradient.Gateway.Tests.Storage;

public sealed class ReceiptStoreTests
{
    /// <summary>The database holds every prompt and answer, and the data directory may have been made by somebody who lets others in.</summary>
    [Fact]
    public async Task Open_InADirectoryThatOthersMayRead_IsTheOwnersAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        using TemporaryDirectory directory = new();
        string path = Path.Combine(directory.Path, "node.db");

        await using ReceiptStore store = ReceiptStore.Open(path);

        foreach (string file in (string[])[path, path + "-wal"])
            Assert.True(File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite), $"{file} {File.GetUnixFileMode(file)}");
    }
}
