namespace OpenGradient.Kernels;

/// <summary>Sixteen binary32 lanes, whatever the hardware makes of them. Every operation rounds once, lane by lane, as its scalar twin does.</summary>
/// <typeparam name="TSelf">The form for one vector width.</typeparam>
internal interface ILanes<TSelf>
    where TSelf : unmanaged, ILanes<TSelf>
{
    /// <summary>How many independent accumulators of sixteen lanes fit the registers, operands left aside.</summary>
    static abstract int AccumulatorCount { get; }

    /// <summary>+0 in every lane.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>The same number in every lane.</summary>
    static abstract TSelf Create(float value);

    /// <summary>The same bits in every lane.</summary>
    static abstract TSelf CreateBits(uint bits);

    /// <summary>Sixteen consecutive elements.</summary>
    static abstract TSelf Load(ref readonly float source, nuint elementOffset);

    /// <summary>The elements 0, 2, … 30 of thirty-two consecutive ones.</summary>
    static abstract TSelf LoadEveryOther(ref readonly float source, nuint elementOffset);

    /// <summary>Four neighbouring elements of four bytes of each of sixteen rows: lane r of each result comes from row r.</summary>
    /// <param name="rows">The first of the four elements in row 0; of any alignment.</param>
    /// <param name="rowBytes">From one row to the next.</param>
    /// <param name="first">The first elements.</param>
    /// <param name="second">The second.</param>
    /// <param name="third">The third.</param>
    /// <param name="fourth">The fourth.</param>
    static abstract void LoadColumns(ref readonly byte rows, nuint rowBytes, out TSelf first, out TSelf second, out TSelf third, out TSelf fourth);

    /// <summary>Writes sixteen consecutive elements.</summary>
    static abstract void Store(TSelf value, ref float destination, nuint elementOffset);

    /// <summary>x · y + addend with one rounding; the scalar twin is <see cref="MathF.FusedMultiplyAdd"/>.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf x, TSelf y, TSelf addend);

    /// <summary>Lane <c>l + count</c> in lane <c>l</c> for l below <paramref name="count"/>, which is 8, 4, 2 or 1 and best a literal; the other lanes are of no account.</summary>
    static abstract TSelf MoveDown(TSelf x, int count);

    /// <summary>Correctly rounded square root.</summary>
    static abstract TSelf Sqrt(TSelf x);

    /// <summary>Towards minus infinity.</summary>
    static abstract TSelf Floor(TSelf x);

    /// <summary>Towards plus infinity.</summary>
    static abstract TSelf Ceiling(TSelf x);

    /// <summary>To the nearest integer, ties to even.</summary>
    static abstract TSelf Round(TSelf x);

    /// <summary>left &lt; right ? ifTrue : ifFalse; false if either is NaN. One operation, because split in two it compiles badly.</summary>
    static abstract TSelf SelectLess(TSelf left, TSelf right, TSelf ifTrue, TSelf ifFalse);

    /// <summary>left = right ? ifTrue : ifFalse; false if either is NaN.</summary>
    static abstract TSelf SelectEqual(TSelf left, TSelf right, TSelf ifTrue, TSelf ifFalse);

    /// <summary>The bits moved up, zeros below.</summary>
    static abstract TSelf ShiftLeft(TSelf x, int count);

    /// <summary>The bits moved down as a signed integer.</summary>
    static abstract TSelf ShiftRightArithmetic(TSelf x, int count);

    /// <summary>The sum of the bits as 32-bit integers, wrapping.</summary>
    static abstract TSelf AddBits(TSelf x, TSelf y);

    /// <summary>The difference of the bits as 32-bit integers, wrapping.</summary>
    static abstract TSelf SubtractBits(TSelf x, TSelf y);

    /// <summary>The bits read as a signed integer, as the nearest binary32.</summary>
    static abstract TSelf ConvertBitsToSingle(TSelf x);

    /// <summary>Sixteen consecutive bytes, each as the low bits of a lane, zeros above.</summary>
    static abstract TSelf LoadBytes(ref readonly byte source, nuint elementOffset);

    /// <summary>Sixteen consecutive times two bytes, each as the low bits of a lane, zeros above; of any alignment.</summary>
    static abstract TSelf LoadHalves(ref readonly byte source);

    /// <summary>Writes the low eight bits of each lane to sixteen consecutive bytes.</summary>
    static abstract void StoreBytes(TSelf value, ref byte destination, nuint elementOffset);

    /// <summary>The bits read as integers, each plus four products: of the bytes of its lane, unsigned, with the four signed bytes of <paramref name="factors"/>; wrapping.</summary>
    /// <param name="sums">Sixteen integers as bits.</param>
    /// <param name="bytes">Sixteen times four unsigned bytes.</param>
    /// <param name="byteOffset">Where they begin.</param>
    /// <param name="factors">Four signed bytes, the first in the low bits.</param>
    static abstract TSelf MultiplyAddBytes(TSelf sums, ref readonly byte bytes, nuint byteOffset, int factors);

    /// <summary>Lane-wise sum.</summary>
    static abstract TSelf operator +(TSelf x, TSelf y);

    /// <summary>Lane-wise difference.</summary>
    static abstract TSelf operator -(TSelf x, TSelf y);

    /// <summary>Lane-wise product.</summary>
    static abstract TSelf operator *(TSelf x, TSelf y);

    /// <summary>Lane-wise quotient, correctly rounded.</summary>
    static abstract TSelf operator /(TSelf x, TSelf y);

    /// <summary>And of the bits.</summary>
    static abstract TSelf operator &(TSelf x, TSelf y);

    /// <summary>Or of the bits.</summary>
    static abstract TSelf operator |(TSelf x, TSelf y);

    /// <summary>Exclusive or of the bits.</summary>
    static abstract TSelf operator ^(TSelf x, TSelf y);
}
