import Glibc

/// The text of the error the last system call left.
func systemError() -> String { String(cString: strerror(errno)) }
