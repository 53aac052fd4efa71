import Crypto
package enum MailStub {}
