import Glibc
import Testing

/// Certificates of a test's own authority.
struct Certificates {
  let folder: TemporaryFolder

  /// The root to trust.
  var root: String { "\(folder.path)/root.pem" }

  /// Makes the authority, and certificates that are right, for another name, out of date, and of nobody.
  init(in folder: TemporaryFolder) async throws {
    self.folder = folder
    let script = folder.script(
      """
      set -e; cd "$1"
      key='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'
      openssl req -x509 $key -keyout root.key -out root.pem -days 2 -subj /CN=Test -addext basicConstraints=critical,CA:TRUE
      sign() { # name, subject alternative name, words before openssl
        openssl req $key -keyout "$1.key" -out "$1.csr" -subj "/CN=$1"
        printf 'subjectAltName=%s\\n' "$2" >"$1.ext"
        $3 openssl x509 -req -in "$1.csr" -CA root.pem -CAkey root.key -CAcreateserial -days 2 -extfile "$1.ext" -out "$1.pem"
      }
      sign good DNS:clinic.test,IP:127.0.0.1 ''
      sign elsewhere DNS:elsewhere.test ''
      sign expired DNS:clinic.test,IP:127.0.0.1 'faketime -f -30d'
      openssl req -x509 $key -keyout nobody.key -out nobody.pem -days 2 -subj /CN=x -addext subjectAltName=IP:127.0.0.1
      echo done
      """, named: "certificates")
    let said = await Shell.run([script, folder.path], environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"])
    try #require(said.hasSuffix("done\n"), "openssl or faketime failed")
  }
}
