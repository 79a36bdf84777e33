# The package `Decorum`: Decorum::runtime, Decorum::compiler and, with the JIT, Decorum::codegen.
