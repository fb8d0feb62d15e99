package org.dengbej.vits.torchfile;

import java.util.HashMap;
import java.util.Map;

/** The pickle machine's instructions as Python's {@code pickletools} calls them, so that one that is refused has a name. */
final class Opcodes {

    private static final String NAMES = """
            28 MARK, 29 EMPTY_TUPLE, 2e STOP, 30 POP, 31 POP_MARK, 32 DUP, 42 BINBYTES, 43 SHORT_BINBYTES, 46 FLOAT,
            47 BINFLOAT, 49 INT, 4a BININT, 4b BININT1, 4c LONG, 4d BININT2, 4e NONE, 50 PERSID, 51 BINPERSID, 52 REDUCE,
            53 STRING, 54 BINSTRING, 55 SHORT_BINSTRING, 56 UNICODE, 58 BINUNICODE, 5d EMPTY_LIST, 61 APPEND, 62 BUILD,
            63 GLOBAL, 64 DICT, 65 APPENDS, 67 GET, 68 BINGET, 69 INST, 6a LONG_BINGET, 6c LIST, 6f OBJ, 70 PUT, 71 BINPUT,
            72 LONG_BINPUT, 73 SETITEM, 74 TUPLE, 75 SETITEMS, 7d EMPTY_DICT, 80 PROTO, 81 NEWOBJ, 82 EXT1, 83 EXT2,
            84 EXT4, 85 TUPLE1, 86 TUPLE2, 87 TUPLE3, 88 NEWTRUE, 89 NEWFALSE, 8a LONG1, 8b LONG4, 8c SHORT_BINUNICODE,
            8d BINUNICODE8, 8e BINBYTES8, 8f EMPTY_SET, 90 ADDITEMS, 91 FROZENSET, 92 NEWOBJ_EX, 93 STACK_GLOBAL,
            94 MEMOIZE, 95 FRAME, 96 BYTEARRAY8, 97 NEXT_BUFFER, 98 READONLY_BUFFER""";

    private static final Map<Integer, String> BY_CODE = new HashMap<>();

    static {
        for (String entry : NAMES.split(",\\s+")) {
            BY_CODE.put(Integer.parseInt(entry.substring(0, 2), 16), entry.substring(3));
        }
    }

    private Opcodes() {}

    /** Name and code, for a message. */
    static String name(int opcode) {
        return "%s (0x%02x)".formatted(BY_CODE.getOrDefault(opcode, "none that pickle has"), opcode);
    }
}
