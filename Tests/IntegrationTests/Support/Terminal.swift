import Glibc

/// A pseudo-terminal: what is written to `user` is read, as it is, from `control`.
struct Terminal {
  let control: Int32
  let user: Int32

  init(columns: UInt16) {
    control = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var unlocked: Int32 = 0
    var number: UInt32 = 0
    precondition(control >= 0 && ioctl(control, Self.setLock, &unlocked) == 0)
    precondition(ioctl(control, Self.getNumber, &number) == 0)
    user = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
    precondition(user >= 0)
    var modes = termios()
    tcgetattr(user, &modes)
    modes.c_oflag &= ~tcflag_t(OPOST)
    tcsetattr(user, TCSANOW, &modes)
    var size = winsize(ws_row: 50, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    precondition(ioctl(user, UInt(TIOCSWINSZ), &size) == 0)
  }

  /// `TIOCSPTLCK` and `TIOCGPTN` of ioctl_tty(2), which the C library shows to GNU sources only.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430
}
