#include "ccurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/eventfd.h>

/* What packagers read to depend on the library, since no DT_NEEDED entry names it:
 * https://uapi-group.org/specifications/specs/elf_dlopen_metadata/ (a note of the owner FDO, of this type). */
#define CCURL_SONAME "libcurl.so.4"
#define CCURL_NOTE_OWNER "FDO"
#define CCURL_NOTE_TYPE 0x407c0c0aU
#define CCURL_NOTE                                                                                   \
  "[{\"feature\":\"network\",\"description\":\"Requests to FHIR servers, live notification, mail\"," \
  "\"priority\":\"required\",\"soname\":[\"" CCURL_SONAME "\"]}]"

__attribute__((used, aligned(4), section(".note.dlopen"))) static const struct {
  uint32_t owner_size, content_size, type;
  char owner[sizeof(CCURL_NOTE_OWNER)];
  __attribute__((aligned(4))) char content[sizeof(CCURL_NOTE)];
} dlopen_note = {
  sizeof(CCURL_NOTE_OWNER), sizeof(CCURL_NOTE), CCURL_NOTE_TYPE, CCURL_NOTE_OWNER, CCURL_NOTE,
};

#define CCURL_FUNCTIONS(one)                                                                    \
  one(curl_global_init) one(curl_easy_init) one(curl_easy_cleanup) one(curl_easy_setopt)        \
  one(curl_easy_getinfo) one(curl_easy_recv) one(curl_easy_send) one(curl_easy_strerror)        \
  one(curl_slist_append) one(curl_slist_free_all) one(curl_multi_init) one(curl_multi_cleanup)  \
  one(curl_multi_add_handle) one(curl_multi_remove_handle) one(curl_multi_perform)              \
  one(curl_multi_poll) one(curl_multi_info_read)

#define CCURL_POINTER(name) __typeof__(name) *name;
static struct { CCURL_FUNCTIONS(CCURL_POINTER) } api;

static ccurl_state state = CCURL_NO_LIBRARY;

static void load(void) {
  void *library = dlopen(CCURL_SONAME, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return;
  bool complete = true;
#define CCURL_FIND(name)                                  \
  *(void **)(&api.name) = dlsym(library, #name); \
  complete = complete && api.name != NULL;
  CCURL_FUNCTIONS(CCURL_FIND)
  complete = complete && (api.curl_global_init)(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  state = complete ? CCURL_READY : CCURL_NO_FUNCTION;
}

ccurl_state ccurl_load(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return state;
}

CURL *ccurl_easy_init(void) { return (api.curl_easy_init)(); }

void ccurl_easy_cleanup(CURL *easy) { (api.curl_easy_cleanup)(easy); }

CURLcode ccurl_easy_recv(CURL *easy, void *buffer, size_t size, size_t *count) {
  return (api.curl_easy_recv)(easy, buffer, size, count);
}

CURLcode ccurl_easy_send(CURL *easy, const void *buffer, size_t size, size_t *count) {
  return (api.curl_easy_send)(easy, buffer, size, count);
}

const char *ccurl_easy_strerror(CURLcode code) { return (api.curl_easy_strerror)(code); }

CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value) {
  return (api.curl_easy_setopt)(easy, option, value);
}

CURLcode ccurl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
  return (api.curl_easy_setopt)(easy, option, value);
}

CURLcode ccurl_set_string(CURL *easy, CURLoption option, const char *value) {
  return (api.curl_easy_setopt)(easy, option, value);
}

CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
  return (api.curl_easy_setopt)(easy, option, value);
}

CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, void *value) {
  return (api.curl_easy_setopt)(easy, option, value);
}

CURLcode ccurl_set_data_function(CURL *easy, CURLoption option, ccurl_data_function value) {
  return (api.curl_easy_setopt)(easy, option, value);
}

CURLcode ccurl_set_seek_function(CURL *easy, ccurl_seek_function value) {
  return (api.curl_easy_setopt)(easy, CURLOPT_SEEKFUNCTION, value);
}

CURLcode ccurl_set_progress_function(CURL *easy, ccurl_progress_function value) {
  return (api.curl_easy_setopt)(easy, CURLOPT_XFERINFOFUNCTION, value);
}

long ccurl_get_long(CURL *easy, CURLINFO info) {
  long value = 0;
  return (api.curl_easy_getinfo)(easy, info, &value) == CURLE_OK ? value : 0;
}

curl_off_t ccurl_get_offset(CURL *easy, CURLINFO info) {
  curl_off_t value = 0;
  return (api.curl_easy_getinfo)(easy, info, &value) == CURLE_OK ? value : 0;
}

curl_socket_t ccurl_get_socket(CURL *easy, CURLINFO info) {
  curl_socket_t value = CURL_SOCKET_BAD;
  return (api.curl_easy_getinfo)(easy, info, &value) == CURLE_OK ? value : CURL_SOCKET_BAD;
}

struct curl_slist *ccurl_list_append(struct curl_slist *list, const char *line) {
  return (api.curl_slist_append)(list, line);
}

void ccurl_list_free(struct curl_slist *list) { (api.curl_slist_free_all)(list); }

CURLM *ccurl_multi_init(void) { return (api.curl_multi_init)(); }

void ccurl_multi_cleanup(CURLM *multi) { (api.curl_multi_cleanup)(multi); }

CURLMcode ccurl_multi_add(CURLM *multi, CURL *easy) { return (api.curl_multi_add_handle)(multi, easy); }

CURLMcode ccurl_multi_remove(CURLM *multi, CURL *easy) { return (api.curl_multi_remove_handle)(multi, easy); }

CURLMcode ccurl_multi_perform(CURLM *multi, int *running) { return (api.curl_multi_perform)(multi, running); }

CURLMcode ccurl_multi_poll(CURLM *multi, int wakeup, int milliseconds) {
  struct curl_waitfd extra = {.fd = wakeup, .events = CURL_WAIT_POLLIN, .revents = 0};
  return (api.curl_multi_poll)(multi, &extra, 1, milliseconds, NULL);
}

int ccurl_wakeup_open(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

CURL *ccurl_multi_next_ended(CURLM *multi, CURLcode *result) {
  int left = 0;
  for (CURLMsg *message; (message = (api.curl_multi_info_read)(multi, &left)) != NULL;) {
    if (message->msg != CURLMSG_DONE) continue;
    *result = message->data.result;
    return message->easy_handle;
  }
  return NULL;
}
