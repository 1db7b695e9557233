using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace OpenGradient.Cli.Tests.Models;

/// <summary>A file of one array, as NumPy saves it.</summary>
internal static class NpzSample
{
    public static void Write(string path, string name, long[] shape, float[] elements)
    {
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
        byte[] header = Encoding.ASCII.GetBytes($"{{'descr': '<f4', 'fortran_order': False, 'shape': ({string.Join(", ", shape)}), }}\n");
        using Stream stream = archive.CreateEntry(name + ".npy").Open();
        stream.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8)]);
        stream.Write(header);
        stream.Write(MemoryMarshal.AsBytes(elements.AsSpan()));
    }
}
