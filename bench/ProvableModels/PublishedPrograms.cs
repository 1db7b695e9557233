namespace OpenGradient.Benchmarks.ProvableModels;

/// <summary>Programs that together have a step of every rule of proof-1 section 9, each with what is special about it: odd sizes, broadcasting, negative indices, ties.</summary>
internal static class PublishedPrograms
{
    /// <summary>Cells that are joined, cut, repeated and picked.</summary>
    public static IntegerProgram Movement()
    {
        IntegerProgram program = new();
        int x = program.Input(1, 2, 3, 4), z = program.Input(1, 4, 2, 6);
        int axis = program.List(3), start = program.List(-1), end = program.List(-9), back = program.List(-2), halves = program.List(3, 1), repeats = program.List(1, 1, 2, 3);
        int pads = program.List(0, 1, -1, 2), padded = program.List(2, 3), seven = program.Number(7), wide = program.List(2, 1, 3, 4), picked = program.Longs([2, 2], -1, 0, 2, 0);
        int isTrue = program.Bits([3, 4], 1, 0, 1, 1, 0, 0, 1, 0, 1, 1, 1, 0), flat = program.List(2, -1), first = program.List(0), one = program.Number(1), shape = program.List(2);
        (x, z) = (program.Wide(x), program.Wide(z));
        int joined = program.Step("Concat", [x, x, program.Step("Neg", [x])], ("axis", "2"));
        int cut = program.Steps("Split", 2, [x, halves], ("axis", "3"));
        int back1 = program.Step("Slice", [x, start, end, axis, back]);
        int tiled = program.Step("Tile", [x, repeats]);
        int[] inPads = [.. ((string[])["constant", "edge", "reflect", "wrap"]).Select(mode => program.Step("Pad", [x, pads, mode == "constant" ? seven : -1, padded], ("mode", mode)))];
        int expanded = program.Step("Expand", [x, wide]);
        int gathered = program.Step("Gather", [x, picked], ("axis", "2"));
        int chosen = program.Step("Where", [isTrue, x, seven]), other = program.Step("Where", [isTrue, seven, x]), both = program.Step("Where", [isTrue, x, program.Step("Neg", [x])]);
        int[] spaces = [.. ((string[])["dcr", "crd"]).Select(mode => program.Step("DepthToSpace", [z], ("blocksize", "2"), ("mode", mode)))];
        int depth = program.Step("SpaceToDepth", [z], ("blocksize", "2"));
        int turned = program.Step("Transpose", [x], ("perm", "3,0,2,1"));
        int size = program.Step("Gather", [program.Step("Shape", [x], ("start", "1"), ("end", "3")), one]);
        int sizes = program.Step("Concat", [program.Step("Unsqueeze", [size, first]), program.Step("Mul", [shape, shape])], ("axis", "0"));
        int viewed = program.Step("Reshape", [program.Step("Slice", [turned, first, shape, first]), sizes]);
        int squeezed = program.Step("Squeeze", [program.Step("Flatten", [program.Step("Reshape", [x, flat])]), -1]);
        program.Output(joined, cut - 1, cut, back1, tiled, expanded, gathered, chosen, other, both, depth, viewed, squeezed);
        program.Output([.. inPads, .. spaces]);
        return program;
    }

    /// <summary>Sums, products, quotients, roots, limits, pools.</summary>
    public static IntegerProgram Arithmetic()
    {
        IntegerProgram program = new();
        int x = program.Input(2, 3, 5), y = program.Input(3, 1), v = program.Input(5), image = program.Input(1, 2, 5, 5);
        int row = program.List(3, -2, 0, 7, 11), zero = program.Number(0), three = program.Number(-3), large = program.Number(1L << 50), last = program.List(-1), one = program.List(1);
        int grid = program.Longs([3, 5], [.. Enumerable.Range(-7, 15).Select(static number => (long)number)]), factors = program.List(40_503), narrow = program.Table(3, 5), none = program.List(0), rows = program.List(70_000, -3, 9);
        int narrowX = x;
        (x, y) = (program.Wide(x), program.Wide(y));
        int sum = program.Step("Sub", [program.Step("Add", [x, y]), row]), negated = program.Step("Neg", [sum]);
        int product = program.Step("Mul", [sum, x]), square = program.Step("Mul", [x, x]), vanished = program.Step("Mul", [x, zero]), tripled = program.Step("Mul", [three, x]);
        int weighed = program.Step("Mul", [row, program.Step("Mul", [negated, grid])]);
        int turned = program.Step("Transpose", [narrowX], ("perm", "0,2,1"));
        int matrices = program.Step("FixedMatMul", [narrowX, turned]), shared = program.Step("FixedMatMul", [narrowX, program.Step("Transpose", [narrow])]);
        int vector = program.Step("FixedMatMul", [narrowX, v]), dot = program.Step("FixedMatMul", [v, v]), left = program.Step("FixedMatMul", [v, turned]);
        int length = program.Step("ReduceSum", [square, last]), total = program.Step("ReduceSum", [product], ("keepdims", "0"));
        int root = program.Step("FixedSqrt", [program.Step("Add", [length, one])], ("shift", "4")), signed = program.Step("FixedSqrt", [x]);
        int inverse = program.Step("FixedDiv", [large, root], ("shift", "2")), norm = program.Step("Mul", [x, inverse]);
        int quotient = program.Step("FixedDiv", [x, y], ("shift", "3")), shares = program.Step("FixedDiv", [square, length], ("shift", "15"));
        int least = program.Step("Min", [x, row]), most = program.Step("Max", [x, program.Step("Neg", [x])]), clipped = program.Step("Max", [three, least]);
        int pooled = program.Step("MaxPool", [image], ("kernel_shape", "3,2"), ("strides", "2,1"), ("pads", "1,0,1,1"), ("dilations", "1,2"));
        int largest = program.Step("ReduceMax", [x, last], ("keepdims", "0")), smallest = program.Step("ReduceMin", [x]);
        int scaled = program.Step("FixedScale", [sum, factors], ("shift", "16")), gone = program.Step("FixedScale", [sum, none], ("shift", "16")), byRow = program.Step("FixedScale", [product, rows], ("axis", "1"), ("shift", "32"));
        program.Output(weighed, matrices, shared, vector, dot, left, total, vanished, tripled, signed, norm, quotient, shares, most, clipped, pooled, largest, smallest, scaled, gone, byRow);
        return program;
    }

    /// <summary>Bits, and what is chosen by them.</summary>
    public static IntegerProgram Comparisons()
    {
        IntegerProgram program = new();
        int x = program.Input(3, 4), y = program.Input(4);
        int zero = program.Number(0), low = program.List(1, 5, 9, 13), high = program.List(4, 4, 10, 10);
        (x, y) = (program.Wide(x), program.Wide(y));
        int above = program.Step("Max", [x, zero]);
        int less = program.Step("Less", [x, y]), atMost = program.Step("LessOrEqual", [x, y]), equal = program.Step("Equal", [above, zero]);
        int both = program.Step("And", [less, equal]), either = program.Step("Or", [less, equal]), one = program.Step("Xor", [less, equal]), not = program.Step("Not", [equal]);
        int known = program.Step("LessOrEqual", [low, high]);
        int chosen = program.Step("Where", [either, program.Step("Mul", [x, x]), y]), byKnown = program.Step("Where", [known, x, zero]), byKnownToo = program.Step("Where", [program.Step("Equal", [low, low]), zero, x]);
        int isThere = program.Step("Cast", [above], ("to", "bool")), number = program.Step("Cast", [isThere], ("to", "i64"));
        program.Output(atMost, both, one, not, chosen, byKnown, byKnownToo, program.Step("Add", [number, x]));
        return program;
    }

    /// <summary>Places of the largest and smallest, ties among them, and what is read by places that are computed.</summary>
    public static IntegerProgram Choices()
    {
        IntegerProgram program = new();
        int x = program.Input(2, 5);
        int zero = program.Number(0), one = program.Number(1), three = program.List(3), two = program.List(2), matrix = program.Longs([5, 3], [.. Enumerable.Range(0, 15).Select(static number => (number * 37L) % 23)]);
        x = program.Wide(x);
        int tied = program.Step("Max", [x, zero]);
        int first = program.Step("ArgMin", [tied], ("axis", "1"), ("keepdims", "0")), last = program.Step("ArgMin", [tied], ("axis", "-1"), ("select_last_index", "1")), largest = program.Step("ArgMax", [x], ("keepdims", "0")), lastLargest = program.Step("ArgMax", [program.Step("Min", [x, zero])], ("axis", "1"), ("select_last_index", "1"));
        int top = program.Steps("TopK", 2, [tied, three]), least = program.Step("TopK", [tied, two], ("axis", "0"), ("largest", "0"));
        int rows = program.Step("Gather", [matrix, first]), columns = program.Step("Gather", [x, program.Step("Sub", [first, one])], ("axis", "1"));
        program.Output(last, largest, lastLargest, top - 1, top, least, rows, columns);
        return program;
    }

    /// <summary>Weights behind a root: layers, windows in groups, rows of a table; intervals by channel.</summary>
    public static IntegerProgram Weighted()
    {
        IntegerProgram program = new();
        int x = program.Input(2, 6), image = program.Input(1, 4, 5, 5), signal = program.Input(2, 1, 7), places = program.Places([3], 2, -1, 0);
        int dense = program.Weights(3, 6), biased = program.Weights(2, 6), kernel = program.Weights(6, 2, 3, 2), line = program.Weights(2, 1, 3), rows = program.Table(5, 3);
        int bias = program.List(100, -70_000), offsets = program.Longs([6, 1, 1], 5, -5, 100_000, 0, 1, 2), limit = program.Longs([6, 1, 1], 9, 8, 7, -600, 5, 4), factors = program.List(9, 900, 90_000, 1, -77, 0), pair = program.List(1, 3);
        int layer = program.Step("FixedLinear", [x, dense]), shifted = program.Step("FixedLinear", [x, biased, bias]);
        int windows = program.Step("FixedConv", [image, kernel], ("group", "2"), ("strides", "2,1"), ("dilations", "1,2"), ("pads", "1,0,2,1"));
        int scaled = program.Step("FixedScale", [program.Step("Max", [program.Step("Sub", [windows, offsets]), limit]), factors], ("axis", "1"), ("shift", "16"));
        int smooth = program.Step("FixedConv", [signal, line, bias]);
        int picked = program.Step("Gather", [rows, program.Step("Reshape", [places, pair])]), turned = program.Step("Gather", [rows, places], ("axis", "1"));
        program.Output(layer, shifted, scaled, smooth, picked, turned);
        return program;
    }
}
