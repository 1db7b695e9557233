using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Witness;

/// <summary>Latest checkpoints, for those who watch, from one run to the next. What is lost here is asked for again, nothing more.</summary>
internal sealed class CheckpointShelf(string directory)
{
    private readonly string _directory = Path.Combine(directory, "checkpoints");

    public byte[]? Find(Digest originHash)
    {
        string path = PathOf(originHash);
        return File.Exists(path) && File.ReadAllBytes(path) is { Length: > 0 } note ? note : null;
    }

    public void Write(IEnumerable<WatchedLog> logs)
    {
        try
        {
            Directory.CreateDirectory(_directory);
            foreach (WatchedLog log in logs.Where(static log => log.Latest is not null))
            {
                string temporary = PathOf(log.OriginHash) + ".new";
                File.WriteAllBytes(temporary, log.Latest!);
                File.Move(temporary, PathOf(log.OriginHash), overwrite: true);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A full disk: the state, which matters, is somewhere else.
        }
    }

    private string PathOf(Digest originHash) => Path.Combine(_directory, originHash.ToString());
}
