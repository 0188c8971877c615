using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace GoalBuild.Verification.Constraints.Built;

/// <summary>Finds what the instructions of a method name: types, members, instantiations.</summary>
internal static class InstructionTokens
{
    // One byte, or 0xFE and one more; ECMA-335, partition III.
    private static readonly Dictionary<ushort, OpCode> OpCodes = typeof(OpCodes).GetFields().Select(field => field.GetValue(null)).OfType<OpCode>().ToDictionary(code => unchecked((ushort)code.Value));

    /// <summary>The handles with the offsets of their instructions, in order.</summary>
    /// <param name="body">The method's body.</param>
    /// <exception cref="BadImageFormatException">It is damaged.</exception>
    public static IReadOnlyList<(int Offset, EntityHandle Handle)> In(MethodBodyBlock body)
    {
        var found = new List<(int, EntityHandle)>();
        var reader = body.GetILReader();
        while (reader.RemainingBytes > 0)
        {
            var offset = reader.Offset;
            ushort value = reader.ReadByte();
            if (value == 0xFE)
            {
                value = (ushort)(0xFE00 | reader.ReadByte());
            }

            if (!OpCodes.TryGetValue(value, out var code))
            {
                throw new BadImageFormatException($"There is no instruction 0x{value:X}.");
            }

            switch (code.OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    found.Add((offset, MetadataTokens.EntityHandle(reader.ReadInt32())));
                    break;
                case OperandType.InlineSwitch:
                    var count = reader.ReadInt32();
                    reader.Offset += count * sizeof(int);
                    break;
                default:
                    reader.Offset += SizeOf(code.OperandType);
                    break;
            }
        }

        return found;
    }

    private static int SizeOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
